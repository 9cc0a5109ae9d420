import { useMutation, useQueryClient } from '@tanstack/react-query';
import { updateUser, type UpdateUser } from '@/api/generated';
import { listUsersInfiniteQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** Changes the role of somebody, or lets him in no longer. */
export function useUpdateUser(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateUser) => updateUser({ path: { id }, body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: listUsersInfiniteQueryKey() }),
  });
}
