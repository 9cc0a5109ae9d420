import { interruptRun as post } from '@/api/generated';

/** Stops a run; what was said so far stays. */
export async function interruptRun(runId: string): Promise<void> {
  await post({ path: { id: runId } });
}
