import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { followSystemTheme } from '@/lib/theme';
import { useViewportHeight } from './use-viewport-height';

/** What every page has: the skip link and the bar that says a page is on its way. */
export function Root() {
  const { t } = useTranslation();
  const loading = useRouterState({ select: (state) => state.status === 'pending' });
  useViewportHeight();
  useEffect(followSystemTheme, []);
  return (
    <>
      <a
        href="#main"
        className="bg-primary text-primary-foreground sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-80 focus:rounded-lg focus:px-4 focus:py-2"
      >
        {t('skip_to_content')}
      </a>
      <div
        aria-hidden
        className={cn(
          'bg-primary pointer-events-none fixed inset-x-0 top-0 z-80 h-0.5 origin-left transition-all duration-500',
          loading ? 'scale-x-75 opacity-100 delay-150' : 'scale-x-0 opacity-0',
        )}
      />
      <Outlet />
    </>
  );
}
