import { router } from './router';

/** Fetches the code of the page that is asked for, while its guards still find out who is logged in. */
export function preloadPage(): void {
  const [routes] = router.getMatchedRoutes(window.location.pathname);
  for (const { options } of routes) {
    const { component } = options;
    // A failure shows when the page is drawn, where there is a way to try again.
    if (component && 'preload' in component) component.preload?.()?.catch(() => undefined);
  }
}
