import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeAll, vi } from 'vitest';
import i18n, { i18nReady, LATER } from '@/lib/i18n';

// jsdom has no layout; these are the questions components ask of it.
Object.defineProperty(window, 'matchMedia', {
  writable: true,
  value: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }),
});
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver ??= NoObserver as unknown as typeof ResizeObserver;
window.IntersectionObserver ??= NoObserver as unknown as typeof IntersectionObserver;
Element.prototype.scrollIntoView ??= () => {};
Element.prototype.getAnimations ??= () => [];

// Where two cores serve many, a page may take more than the second that is usual.
configure({ asyncUtilTimeout: 4000 });

beforeAll(async () => {
  await i18nReady;
  await i18n.loadNamespaces([...LATER]);
});
afterEach(() => {
  cleanup();
  localStorage.clear();
});
