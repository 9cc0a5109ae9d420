import '@/api/client';
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/app';
import { i18nReady } from '@/lib/i18n';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

await i18nReady;
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
