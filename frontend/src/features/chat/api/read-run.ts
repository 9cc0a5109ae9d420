import { getRun, type Turn } from '@/api/generated';

/** Reads one turn as it is now. */
export function readRun(runId: string): Promise<Turn> {
  return getRun({ path: { id: runId } });
}
