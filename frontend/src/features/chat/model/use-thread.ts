import { useQuery } from '@tanstack/react-query';
import { bringIntoView } from './thread-cache';
import { threadOptions } from './thread-options';

/** The thread of a conversation, around a run where one is asked for. */
export function useThread(conversationId: string, runId: string | undefined) {
  const jump = useQuery({
    queryKey: ['bring-into-view', conversationId, runId],
    queryFn: async () => {
      if (runId !== undefined) await bringIntoView(conversationId, runId);
      return runId ?? null;
    },
    enabled: runId !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  });
  const thread = useQuery({ ...threadOptions(conversationId), enabled: runId === undefined || !jump.isPending });
  return { thread, target: jump.data ?? null };
}
