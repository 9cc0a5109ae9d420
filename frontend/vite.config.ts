import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { brotli } from './vite/brotli.ts';

/** Where the server listens while the page is developed. */
const SERVER = process.env.PALLIUM_SERVER ?? 'http://127.0.0.1:8005';

/** What every page needs travels in few files, and does not change when only our own code does. */
const GROUPS = [
  {
    name: 'vendor',
    test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack|i18next|react-i18next|zustand|clsx|tailwind-merge|class-variance-authority)\//,
  },
  // Of our own code, what is small and on every page: each file costs a request, and a phone has few at a time.
  {
    name: 'base',
    test: /src\/(api\/|lib\/(cn|theme|i18n|auth-store|query-client|use-media-query)\.|components\/(logo|error-state|ui\/(button|spinner|skeleton|input|badge|avatar))\.)/,
  },
  // What opens over a page, with all that it stands on. Cut by who imports what, it would be many files that compress worse.
  { name: 'floating', test: /src\/components\/ui\/(alert-dialog|dialog|dropdown-menu|icon-button|popover|sheet|tooltip)\./ },
  // Icons of one page alone travel with it.
  { name: 'icons', test: /node_modules\/lucide-react\//, minShareCount: 2 },
];

export default defineConfig({
  plugins: [react(), tailwindcss(), brotli()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: { '/api': SERVER } },
  preview: { proxy: { '/api': SERVER } },
  build: {
    target: 'es2022',
    // The Content-Security-Policy allows fonts from the origin only, so nothing becomes a data: URL.
    assetsInlineLimit: 0,
    manifest: true,
    chunkSizeWarningLimit: 800,
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    restoreMocks: true,
  },
});
