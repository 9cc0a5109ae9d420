import type { Theme } from '@/api/generated';

/** What `public/theme.js` reads before the first paint. Keep key and colours in step with it. */
const STORAGE_KEY = 'pallium-theme';
const BAR_COLOR = { light: '#faf8f4', dark: '#1b1917' };

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)');

/** The theme this browser shows. */
export function storedTheme(): Theme {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Shows a theme now and before the next first paint. */
export function applyTheme(theme: Theme): void {
  localStorage.setItem(STORAGE_KEY, theme);
  paint(theme);
}

/** Follows the system's choice while the theme is `system`. Returns what ends it. */
export function followSystemTheme(): () => void {
  const query = systemDark();
  const onChange = () => paint(storedTheme());
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

function paint(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && systemDark().matches);
  document.documentElement.classList.toggle('dark', dark);
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', BAR_COLOR[dark ? 'dark' : 'light']);
}
