import type { ListRunsResponse } from '@/api/generated';
import { getConversationOptions, listRunsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { queryClient } from '@/lib/query-client';
import { refetchLists } from '../api/list-cache';

/** What the server says has changed, with a run where there is one. */
interface Hint {
  type: string;
  conversation_id: string;
  run_id: string;
}

/** Reads again what a hint is about. A hint of a newer server is skipped. */
export function followHint(data: string): void {
  const { type, conversation_id, run_id } = readHint(data);
  switch (type) {
    case 'conversation_changed':
      refetchLists(conversation_id);
      // A read that fails leaves the thread as it is; the next hint or visit reads again.
      void refetchBranch(conversation_id).catch(() => undefined);
      return;
    case 'run_started':
    case 'run_finished':
      refetchLists(conversation_id);
      refetchThread(conversation_id, run_id);
      return;
    case 'models_changed':
      refetchModels();
      return;
    case 'document_changed':
    case 'collection_changed':
      refetchKnowledge();
  }
}

// Read by hand: every page hears hints from its first moment, and a schema would weigh more than the rest of this file.
function readHint(data: string): Hint {
  const json: unknown = JSON.parse(data);
  const fields = new Map<string, unknown>(Object.entries(json ?? {}));
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  return { type: text('type'), conversation_id: text('conversation_id'), run_id: text('run_id') };
}

/** The line was broken for a while: anything may have changed. */
export function missedHints(): void {
  refetchLists();
  refetchModels();
  refetchKnowledge();
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

/** Another page may have switched the branch: the thread here then ends in a run that is not the head any more. */
async function refetchBranch(conversationId: string): Promise<void> {
  const queryKey = listRunsQueryKey({ path: { id: conversationId } });
  const held = queryClient.getQueryData<ListRunsResponse>(queryKey);
  if (held === undefined || held.has_after) return;
  const { head_run_id } = await queryClient.fetchQuery(getConversationOptions({ path: { id: conversationId } }));
  if (head_run_id !== held.items.at(-1)?.run.id) await queryClient.invalidateQueries({ queryKey });
}

function refetchModels(): void {
  void queryClient.invalidateQueries({ queryKey: [{ _id: 'listModels' }] });
  void queryClient.invalidateQueries({ queryKey: [{ _id: 'listConnections' }] });
}

/** How long news of documents are gathered: a folder of thousands tells of each, in milliseconds. */
const GATHER_MS = 1000;

let gathering = false;

/** A list of documents is long, and is not read again whole: its page reads what is seen when the counts change. */
function refetchKnowledge(): void {
  if (gathering) return;
  gathering = true;
  setTimeout(() => {
    gathering = false;
    for (const _id of ['getCollection', 'listCollections', 'listSources', 'getDocument']) {
      void queryClient.invalidateQueries({ queryKey: [{ _id }] });
    }
  }, GATHER_MS);
}
