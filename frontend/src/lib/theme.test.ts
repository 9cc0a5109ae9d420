import { beforeEach, describe, expect, it, vi } from 'vitest';
import { applyTheme, followSystemTheme, storedTheme } from './theme';

const barColor = () => document.querySelector('meta[name="theme-color"]')?.getAttribute('content');
const isDark = () => document.documentElement.classList.contains('dark');

function systemIs(dark: boolean) {
  const listeners = new Set<() => void>();
  const query = {
    matches: dark,
    addEventListener: (_: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
  };
  vi.spyOn(window, 'matchMedia').mockReturnValue(query as unknown as MediaQueryList);
  return (next: boolean) => {
    query.matches = next;
    listeners.forEach((listener) => listener());
  };
}

beforeEach(() => {
  document.head.innerHTML = '<meta name="theme-color" content="">';
  document.documentElement.className = '';
});

describe('theme', () => {
  it('is the system one until another is chosen', () => {
    expect(storedTheme()).toBe('system');
  });

  it('shows and remembers a chosen theme, whatever the system prefers', () => {
    systemIs(false);
    applyTheme('dark');
    expect({ dark: isDark(), bar: barColor(), stored: storedTheme() }).toEqual({
      dark: true,
      bar: '#1b1917',
      stored: 'dark',
    });
  });

  it('follows the system while it is the choice, and stops when told', () => {
    const systemBecomes = systemIs(false);
    applyTheme('system');
    const stop = followSystemTheme();
    systemBecomes(true);
    expect(isDark()).toBe(true);
    applyTheme('light');
    systemBecomes(true);
    expect(isDark()).toBe(false);
    stop();
    applyTheme('system');
    systemBecomes(false);
    expect(isDark()).toBe(true);
  });
});
