import '@/api/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { create } from 'zustand';
import { Toaster } from '@/components/ui/toaster';
import { TooltipProvider } from '@/components/ui/tooltip';
import { queryClient } from '@/lib/query-client';

// jsdom does not scroll, and the router scrolls after each navigation.
window.scrollTo = () => {};

/** What a test has drawn below a router. */
interface Routed {
  /** Somebody who uses it. */
  person: UserEvent;
  /** Draws another part in its place. */
  show: (part: ReactElement) => void;
  /** Where the router has gone. */
  location: () => string;
}

/** Draws a part that links and navigates, with the page's own cache, emptied. */
export async function renderRouted(part: ReactElement, path = '/'): Promise<Routed> {
  queryClient.clear();
  queryClient.setDefaultOptions({ queries: { retry: false } });
  const useShown = create(() => ({ part }));
  const Shown = () => useShown().part;
  const root = createRootRoute({ component: Shown });
  const routeTree = root.addChildren([
    createRoute({ getParentRoute: () => root, path: '/' }),
    createRoute({ getParentRoute: () => root, path: '/c/$conversationId' }),
    createRoute({ getParentRoute: () => root, path: '/admin/jobs' }),
    createRoute({ getParentRoute: () => root, path: '/knowledge' }),
    createRoute({ getParentRoute: () => root, path: '/knowledge/$collectionId' }),
    createRoute({ getParentRoute: () => root, path: '/knowledge/documents/$documentId' }),
  ]);
  const history = createMemoryHistory({ initialEntries: [path] });
  const router = createRouter({ routeTree, history });
  await router.load();
  render(
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router as never} />
      </TooltipProvider>
      <Toaster />
    </QueryClientProvider>,
  );
  return {
    person: userEvent.setup(),
    show: (next) => act(() => useShown.setState({ part: next })),
    location: () => history.location.href,
  };
}
