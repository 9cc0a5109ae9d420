import { useEffect } from 'react';

/**
 * Keeps `--app-height` at what the phone's keyboard leaves free. Safari lays the keyboard over the
 * page and tells only `visualViewport`.
 */
export function useViewportHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const measure = () => {
      // A pinched page is zoomed, not shorter.
      if (viewport.scale === 1) document.documentElement.style.setProperty('--app-height', `${viewport.height}px`);
    };
    measure();
    viewport.addEventListener('resize', measure);
    return () => viewport.removeEventListener('resize', measure);
  }, []);
}
