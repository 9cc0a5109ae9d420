import type { InfiniteData } from '@tanstack/react-query';
import type { ConversationSummary, ListConversationsResponse } from '@/api/generated';
import { getConversationQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { queryClient } from '@/lib/query-client';

const LISTS = [{ _id: 'listConversations' }];

type Change = (summary: ConversationSummary) => ConversationSummary | null;

/** Changes a conversation in every list that shows it, before the server answers; `null` takes it out. */
export function changeInLists(conversationId: string, change: Change): void {
  queryClient.setQueriesData<InfiniteData<ListConversationsResponse>>({ queryKey: LISTS }, (data) =>
    data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.flatMap(changed) })) },
  );

  function changed(summary: ConversationSummary): ConversationSummary[] {
    const next = summary.id === conversationId ? change(summary) : summary;
    return next === null ? [] : [next];
  }
}

/** Reads the lists again, and the conversation. */
export function refetchLists(conversationId?: string): void {
  void queryClient.invalidateQueries({ queryKey: LISTS });
  if (conversationId === undefined) return;
  void queryClient.invalidateQueries({ queryKey: getConversationQueryKey({ path: { id: conversationId } }) });
}
