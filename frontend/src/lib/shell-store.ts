import { create } from 'zustand';
import { persist } from 'zustand/middleware';

type Shell = {
  /** Whether the sidebar stands beside the page on a wide screen. */
  sidebarOpen: boolean;
  /** Whether the sidebar lies over the page on a phone. */
  drawerOpen: boolean;
  paletteOpen: boolean;
  shortcutsOpen: boolean;
};

/** What of the frame is open. Only the sidebar's place is remembered. */
export const useShell = create<Shell>()(
  persist(
    (): Shell => ({ sidebarOpen: true, drawerOpen: false, paletteOpen: false, shortcutsOpen: false }),
    { name: 'pallium-shell', partialize: ({ sidebarOpen }) => ({ sidebarOpen }) },
  ),
);

/** From this width on the sidebar stands beside the page. */
export const WIDE = '(min-width: 48rem)';

/** Opens or closes the sidebar, whichever form it has on this screen. */
export function toggleSidebar(): void {
  const wide = window.matchMedia(WIDE).matches;
  useShell.setState((now) => (wide ? { sidebarOpen: !now.sidebarOpen } : { drawerOpen: !now.drawerOpen }));
}
