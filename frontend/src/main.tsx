import '@/api/client';
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/app';
import { preloadPage } from '@/app/preload-page';
import { i18nReady } from '@/lib/i18n';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

preloadPage();
await i18nReady;
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
