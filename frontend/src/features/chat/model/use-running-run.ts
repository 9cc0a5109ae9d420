import { skipToken, useQuery } from '@tanstack/react-query';
import { conversationOptions } from '../api/read-conversation';
import { threadKey } from '../api/read-runs';
import { useLiveRun } from './live-runs';
import { activeTurn, isUnderWay } from './run-status';
import type { ThreadWindow } from './thread-window';

/** The run of a conversation that is under way; `null` when a new one may be started. */
export function useRunningRun(conversationId: string | null): string | null {
  const { data: window } = useQuery<ThreadWindow>({ queryKey: threadKey(conversationId ?? ''), queryFn: skipToken });
  const options = conversationOptions(conversationId ?? '');
  const { data: conversation } = useQuery({ ...options, queryFn: conversationId === null ? skipToken : options.queryFn });
  const held = window && activeTurn(window.items)?.run.id;
  // A window in the middle of a long thread does not hold its end.
  const runId = held ?? (window?.has_after ? conversation?.active_run_id : null) ?? null;
  const live = useLiveRun(runId ?? '');
  return live !== undefined && !isUnderWay(live.turn.status) ? null : runId;
}
