import '@/api/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, type RenderResult } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { Toaster } from '@/components/ui/toaster';
import { TooltipProvider } from '@/components/ui/tooltip';

/** Draws a part of the page with what it may ask for, and somebody who uses it. */
export function renderPart(part: ReactElement): RenderResult & { person: UserEvent } {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const drawn = render(
    <QueryClientProvider client={queries}>
      <TooltipProvider>{part}</TooltipProvider>
      <Toaster />
    </QueryClientProvider>,
  );
  return { ...drawn, person: userEvent.setup() };
}
