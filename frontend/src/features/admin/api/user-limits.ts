import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { putUserLimits, type Limits } from '@/api/generated';
import { getUserLimitsOptions, getUserLimitsQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** What somebody may spend over all of his chats and keys. */
export function useUserLimits(id: string) {
  return useQuery({ ...getUserLimitsOptions({ path: { id } }), staleTime: 0 });
}

/** Sets all of it anew. */
export function usePutUserLimits(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Limits) => putUserLimits({ path: { id }, body }),
    onSuccess: (limits) => queries.setQueryData(getUserLimitsQueryKey({ path: { id } }), limits),
  });
}
