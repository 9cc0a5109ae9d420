import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Sheet, SheetContent } from '@/components/ui/sheet';
import { TooltipProvider } from '@/components/ui/tooltip';
import { useApplyPreferences } from '@/features/account/model/use-apply-preferences';
import { useHints } from '@/features/conversations/model/use-hints';
import { useShell, WIDE } from '@/lib/shell-store';
import { useMediaQuery } from '@/lib/use-media-query';
import { Palette } from '../palette/palette';
import { useShortcuts } from '../shortcuts/use-shortcuts';
import { Sidebar } from './sidebar';
import { SidebarToggle } from './sidebar-toggle';
import { useCloseDrawer } from './use-close-drawer';

// Its code is fetched when it is first opened.
const ShortcutSheet = lazy(() => import('../shortcuts/shortcut-sheet').then((module) => ({ default: module.ShortcutSheet })));

/** The frame of every page behind the login: sidebar, content, and what opens over both. */
export function AppLayout() {
  const { t } = useTranslation();
  const wide = useMediaQuery(WIDE);
  const { sidebarOpen, drawerOpen, shortcutsOpen } = useShell();
  const beside = wide && sidebarOpen;
  useApplyPreferences();
  useHints();
  useShortcuts();
  useCloseDrawer();

  return (
    <TooltipProvider delay={500}>
      <div className="flex h-(--app-height,100dvh) overflow-hidden">
        {beside && (
          <aside aria-label={t('sidebar')} className="bg-sidebar text-sidebar-foreground flex w-72 shrink-0 flex-col border-r">
            <Sidebar />
          </aside>
        )}
        {!wide && (
          <Sheet open={drawerOpen} onOpenChange={(open) => useShell.setState({ drawerOpen: open })}>
            <SheetContent side="left" title={t('sidebar')} bare className="bg-sidebar text-sidebar-foreground">
              <Sidebar />
            </SheetContent>
          </Sheet>
        )}
        <main
          id="main"
          tabIndex={-1}
          data-sidebar={beside ? 'beside' : 'hidden'}
          className="relative min-w-0 flex-1 outline-none [--header-inset:1rem] data-[sidebar=hidden]:[--header-inset:3.5rem] md:data-[sidebar=beside]:[--header-inset:1.25rem]"
        >
          {!beside && <SidebarToggle className="absolute top-1 left-1 z-20 md:top-2 md:left-2" />}
          <Outlet />
        </main>
        <Palette />
        {shortcutsOpen && (
          <Suspense>
            <ShortcutSheet />
          </Suspense>
        )}
      </div>
    </TooltipProvider>
  );
}
