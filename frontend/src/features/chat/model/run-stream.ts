import { readEventStream } from '@/lib/read-event-stream';
import { retryDelay, waitForRetry } from '@/lib/retry-delay';
import { isTerminal, parseChatEvent } from './chat-event';
import type { NumberedEvent } from './turn-reducer';

/** What the reader of a stream hears. */
export interface RunStreamListener {
  onEvent: (event: NumberedEvent) => void;
  /** The line broke and is being made again, or stands. */
  onConnection: (connection: 'connected' | 'reconnecting') => void;
}

/** How a stream ended. */
export type StreamEnd = 'finished' | 'gone' | 'aborted';

/**
 * Reads a run's events until the terminal one, beginning after `after`. A line that breaks is made
 * again from the last event that arrived, as often as it takes.
 */
export async function followRun(
  runId: string,
  after: number,
  { onEvent, onConnection }: RunStreamListener,
  signal: AbortSignal,
): Promise<StreamEnd> {
  let last = after;
  let attempt = 0;
  let finished = false;
  const path = `/api/v1/runs/${encodeURIComponent(runId)}/events`;

  const read = (id: string | undefined, data: string) => {
    attempt = 0;
    const sequence = id === undefined ? null : Number(id);
    last = Math.max(last, sequence ?? 0);
    const event = parseChatEvent(data);
    if (event === null) return;
    onEvent({ sequence, at: Date.now(), event });
    finished ||= isTerminal(event);
  };

  while (!signal.aborted) {
    const end = await readEventStream({
      path,
      after: last,
      onOpen: () => onConnection('connected'),
      onEvent: ({ id, data }) => read(id, data),
      signal,
    });
    if (finished) return 'finished';
    if (end === 'refused') return 'gone';
    if (signal.aborted) break;
    onConnection('reconnecting');
    await waitForRetry(retryDelay(attempt++), signal);
  }
  return 'aborted';
}
