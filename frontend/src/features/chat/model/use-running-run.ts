import { useQuery } from '@tanstack/react-query';
import { useConversation } from '../api/read-conversation';
import { useLiveRun } from './live-runs';
import { activeTurn, isUnderWay } from './run-status';
import { threadOptions } from './thread-options';

/** The run of a conversation that is under way; `null` when a new one may be started. */
export function useRunningRun(conversationId: string | null): string | null {
  const { data: window } = useQuery({ ...threadOptions(conversationId ?? ''), enabled: false });
  const conversation = useConversation(conversationId);
  const held = window && activeTurn(window.items)?.run.id;
  // A window in the middle of a long thread does not hold its end.
  const runId = held ?? (window?.has_after ? conversation?.active_run_id : null) ?? null;
  const live = useLiveRun(runId ?? '');
  return live !== undefined && !isUnderWay(live.turn.status) ? null : runId;
}
