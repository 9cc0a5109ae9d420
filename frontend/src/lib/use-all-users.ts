import { useQuery } from '@tanstack/react-query';
import { allPages } from '@/api/all-pages';
import { listUsers } from '@/api/generated';
import { listUsersQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** Everyone who has an account, for admins; to choose from and to name owners. */
export function useAllUsers() {
  return useQuery({
    queryKey: [...listUsersQueryKey(), 'all'],
    queryFn: ({ signal }) => allPages((query) => listUsers({ query, signal })),
  });
}
