import { infiniteQueryOptions } from '@tanstack/react-query';
import { searchConversations } from '@/api/generated';
import { searchConversationsInfiniteQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** Shorter words match too much to help. */
export const QUERY_MIN = 2;

/** While one types, only the last query is sent. */
const TYPING_PAUSE_MS = 200;

/** Conversations and messages that match, best first, page by page. */
export function searchOptions(query: string) {
  const q = query.trim();
  return infiniteQueryOptions({
    queryKey: searchConversationsInfiniteQueryKey({ query: { q } }),
    queryFn: async ({ pageParam, signal }) => {
      await pause(TYPING_PAUSE_MS, signal);
      return searchConversations({ query: { q, limit: 20, ...(pageParam !== null && { cursor: pageParam }) }, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    enabled: q.length >= QUERY_MIN,
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('typed on', 'AbortError'));
    });
  });
}
