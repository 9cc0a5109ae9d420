import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/api-error';

/** How often a read is repeated when the server was not reached or failed. */
const RETRIES_MAX = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < RETRIES_MAX && mayPass(error),
    },
  },
});

/** A refusal stays a refusal; a failure of the way or of the server may pass. */
function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}
