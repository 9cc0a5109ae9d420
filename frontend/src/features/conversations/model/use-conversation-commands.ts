import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { SearchHit } from '@/api/generated';
import { conversationsOptions } from '../api/list-conversations';
import { QUERY_MIN, searchOptions } from '../api/search';

/** A conversation in the palette. */
export interface ConversationCommand {
  id: string;
  label: string;
  hint?: string;
  run: () => void;
}

const RECENT_MAX = 8;

/** Conversations for the palette: the latest ones, or those that match, with the place that does. */
export function useConversationCommands(query: string): ConversationCommand[] {
  const navigate = useNavigate();
  const searching = query.trim().length >= QUERY_MIN;
  const recent = useInfiniteQuery(conversationsOptions({ view: 'active' }));
  const found = useInfiniteQuery(searchOptions(query));
  const open = (conversationId: string, run?: string) => () =>
    void navigate({ to: '/c/$conversationId', params: { conversationId }, search: run === undefined ? {} : { run } });

  if (searching) {
    const hits = found.data?.pages.flatMap(({ items }) => items) ?? [];
    return hits.map((hit, index) => ({
      id: `hit-${String(index)}-${hit.conversation_id}`,
      label: hit.title,
      hint: snippetText(hit),
      run: open(hit.conversation_id, hit.run_id ?? undefined),
    }));
  }
  const items = recent.data?.pages[0]?.items ?? [];
  return items.slice(0, RECENT_MAX).map(({ id, title }) => ({ id, label: title, run: open(id) }));
}

function snippetText({ snippet }: SearchHit): string {
  return snippet.map(({ text }) => text).join('');
}
