import { useEffect } from 'react';
import { getConversationQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { queryClient } from '@/lib/query-client';
import { threadKey } from '../api/read-runs';
import { beginLiveRun, foldLiveEvent, noteConnection } from './live-runs';
import { followRun } from './run-stream';
import { heldThread, refreshTurn } from './thread-cache';
import { findTurn } from './thread-window';

/** Listens to a run while the thread is on the screen. */
export function useFollowRun(conversationId: string, runId: string | undefined): void {
  useEffect(() => {
    if (runId === undefined) return;
    const listening = new AbortController();
    void follow(conversationId, runId, listening.signal);
    return () => listening.abort();
  }, [conversationId, runId]);
}

async function follow(conversationId: string, runId: string, signal: AbortSignal): Promise<void> {
  const window = heldThread(conversationId);
  const turn = window && findTurn(window, runId);
  if (turn === undefined) return;
  const { sequence } = beginLiveRun(turn).turn;
  const end = await followRun(
    runId,
    sequence,
    {
      onEvent: (event) => foldLiveEvent(runId, event),
      onConnection: (connection) => noteConnection(runId, connection),
    },
    signal,
  );
  if (end === 'finished') await refreshTurn(conversationId, runId).catch(() => refetch(conversationId));
  if (end === 'gone') refetch(conversationId);
  if (end !== 'aborted') refetchConversation(conversationId);
}

function refetch(conversationId: string): void {
  void queryClient.invalidateQueries({ queryKey: threadKey(conversationId) });
}

function refetchConversation(id: string): void {
  void queryClient.invalidateQueries({ queryKey: getConversationQueryKey({ path: { id } }) });
  void queryClient.invalidateQueries({ queryKey: [{ _id: 'listConversations' }] });
}
