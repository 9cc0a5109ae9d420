import { infiniteQueryOptions } from '@tanstack/react-query';
import { listConversations, type ListConversationsData } from '@/api/generated';
import { listConversationsInfiniteQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** Which conversations to list. */
export type ListFilter = Pick<NonNullable<ListConversationsData['query']>, 'folder_id' | 'tag_id' | 'view'>;

/** The conversations, page by page: pinned ones first, then by their last message. */
export function conversationsOptions(filter: ListFilter) {
  return infiniteQueryOptions({
    queryKey: listConversationsInfiniteQueryKey({ query: filter }),
    queryFn: ({ pageParam, signal }) =>
      listConversations({ query: { ...filter, limit: 50, ...(pageParam !== null && { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
}
