import { z } from 'zod';
import type { ListRunsResponse } from '@/api/generated';
import { listRunsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { queryClient } from '@/lib/query-client';
import { refetchLists } from '../api/list-cache';

const hint = z.discriminatedUnion('type', [
  z.object({ type: z.literal('conversation_changed'), conversation_id: z.string() }),
  z.object({ type: z.enum(['run_started', 'run_finished']), conversation_id: z.string(), run_id: z.string() }),
  z.object({ type: z.literal('models_changed') }),
]);

/** Reads again what a hint is about. A hint of a newer server is skipped. */
export function followHint(data: string): void {
  const parsed = hint.safeParse(JSON.parse(data));
  if (!parsed.success) return;
  switch (parsed.data.type) {
    case 'conversation_changed':
      refetchLists(parsed.data.conversation_id);
      return;
    case 'run_started':
    case 'run_finished':
      refetchLists(parsed.data.conversation_id);
      refetchThread(parsed.data.conversation_id, parsed.data.run_id);
      return;
    case 'models_changed':
      refetchModels();
  }
}

/** The line was broken for a while: anything may have changed. */
export function missedHints(): void {
  refetchLists();
  refetchModels();
  void queryClient.invalidateQueries({ queryKey: [{ _id: 'getConversation' }] });
  void queryClient.invalidateQueries({ queryKey: [{ _id: 'listRuns' }] });
}

/** A run that the thread holds is followed there, event by event; only one that it does not know is news. */
function refetchThread(conversationId: string, runId: string): void {
  const queryKey = listRunsQueryKey({ path: { id: conversationId } });
  const held = queryClient.getQueryData<ListRunsResponse>(queryKey);
  if (held?.items.some(({ run }) => run.id === runId)) return;
  void queryClient.invalidateQueries({ queryKey });
}

function refetchModels(): void {
  void queryClient.invalidateQueries({ queryKey: [{ _id: 'listModels' }] });
  void queryClient.invalidateQueries({ queryKey: [{ _id: 'listConnections' }] });
}
