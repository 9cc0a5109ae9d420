import { client } from '@/api/client';
import type { Run, StartRun, StartRunErrors } from '@/api/generated';

/**
 * Starts a run; its answer arrives in the run's stream. The generated call always asks for the stream
 * in the same answer, which could not be resumed.
 */
export function startRun(conversationId: string, body: StartRun): Promise<Run> {
  return client.post<{ 202: Run }, StartRunErrors, true, 'data'>({
    url: '/api/v1/conversations/{id}/runs',
    path: { id: conversationId },
    headers: { 'Content-Type': 'application/json' },
    body,
    responseStyle: 'data',
  });
}
