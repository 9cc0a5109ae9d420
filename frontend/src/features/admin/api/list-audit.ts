import { useInfiniteQuery } from '@tanstack/react-query';
import { listAuditInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';

/** What happened, newest first, page after page. */
export function useAudit() {
  return useInfiniteQuery({
    ...listAuditInfiniteOptions(),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
