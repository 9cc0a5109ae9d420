import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { revokeLogin, revokeOtherLogins } from '@/api/generated';
import { listLoginsOptions, listLoginsQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** Where the user is logged in. */
export function useLogins() {
  return useQuery(listLoginsOptions());
}

/** Ends one login, or with `'others'` all but this one. */
export function useRevokeLogin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (which: string) => {
      if (which === 'others') await revokeOtherLogins();
      else await revokeLogin({ path: { id: which } });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: listLoginsQueryKey() }),
  });
}
