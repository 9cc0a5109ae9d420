import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createUser, type CreateUser } from '@/api/generated';
import { listUsersInfiniteQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** Makes an account for somebody. */
export function useCreateUser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateUser) => createUser({ body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: listUsersInfiniteQueryKey() }),
  });
}
