import { useInfiniteQuery } from '@tanstack/react-query';
import { listUsersInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';

/** Everyone who has an account, page after page. */
export function useUsers() {
  return useInfiniteQuery({
    ...listUsersInfiniteOptions(),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
