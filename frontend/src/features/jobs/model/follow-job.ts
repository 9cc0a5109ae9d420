import type { JobFrame } from '@/api/generated';
import { readEventStream } from '@/lib/read-event-stream';
import { retryDelay, waitForRetry } from '@/lib/retry-delay';

/**
 * Hears what happens to a job until it ends, from behind the event with the number `after`. A line that breaks is
 * made again from the last event that arrived, as often as it takes.
 */
export async function followJob(id: string, after: number, onFrame: (frame: JobFrame) => void, signal: AbortSignal): Promise<void> {
  let last = after;
  let attempt = 0;
  let finished = false;
  const read = (data: string) => {
    attempt = 0;
    const frame = JSON.parse(data) as JobFrame;
    if (frame.event_type === 'event') last = Math.max(last, frame.event.sequence);
    onFrame(frame);
    finished ||= frame.event_type === 'terminal';
  };
  while (!signal.aborted) {
    const end = await readEventStream({
      path: `/api/v1/jobs/${encodeURIComponent(id)}/events/stream`,
      after: last,
      onOpen: () => undefined,
      onEvent: ({ data }) => read(data),
      signal,
    });
    if (finished || end === 'refused' || signal.aborted) return;
    await waitForRetry(retryDelay(attempt++), signal);
  }
}
