import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { beginCopilotLogin, pollCopilotLogin, type CopilotLogin } from '@/api/generated';
import { invalidateConnections } from './invalidate-connections';

/** Asks for a code that the user enters at GitHub. */
export function useBeginLogin() {
  return useMutation({ mutationFn: () => beginCopilotLogin({ body: {} }) });
}

/**
 * What became of a login, asked for at the pace that GitHub allows: also while the page is hidden,
 * because the code is entered in another tab, and never in between.
 */
export function useLoginState({ login, interval_seconds }: CopilotLogin) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['copilot-login', login],
    queryFn: async ({ signal }) => {
      const state = await pollCopilotLogin({ body: { login }, signal });
      if (state.connection !== null) await invalidateConnections(queries);
      return state;
    },
    initialData: { status: 'pending' as const, interval_seconds, connection: null },
    staleTime: Infinity,
    gcTime: 0,
    refetchInterval: ({ state: { data, error } }) =>
      error !== null || data?.status !== 'pending' ? false : (data.interval_seconds ?? interval_seconds) * 1000,
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
