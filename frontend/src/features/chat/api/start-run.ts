import { startRun as post, type Run, type StartRun } from '@/api/generated';

/** Starts a run; its answer arrives in the run's stream. */
export async function startRun(conversationId: string, body: StartRun): Promise<Run> {
  return (await post({ path: { id: conversationId }, body })) as Run;
}
