import type { RunStatus, Turn } from '@/api/generated';

/** Whether a run may still say something. */
export function isUnderWay(status: RunStatus): boolean {
  switch (status) {
    case 'queued':
    case 'running':
    case 'waiting_approval':
      return true;
    case 'completed':
    case 'failed':
    case 'interrupted':
      return false;
  }
}

/** The run of these turns that is under way; there is at most one, at the end. */
export function activeTurn(turns: Turn[]): Turn | undefined {
  const last = turns.at(-1);
  return last !== undefined && isUnderWay(last.run.status) ? last : undefined;
}
