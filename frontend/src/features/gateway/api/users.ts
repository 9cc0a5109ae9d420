import { useQuery } from '@tanstack/react-query';
import { listUsers } from '@/api/generated';
import { listUsersQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { allPages } from './all-pages';

/** Everyone who has an account, for admins; to choose from and to name owners. */
export function useAllUsers() {
  return useQuery({
    queryKey: [...listUsersQueryKey(), 'all'],
    queryFn: ({ signal }) => allPages((query) => listUsers({ query, signal })),
  });
}
