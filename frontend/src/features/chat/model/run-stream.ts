import { createParser } from 'eventsource-parser';
import { authorizedFetch } from '@/api/client';
import { isTerminal, parseChatEvent } from './chat-event';
import type { NumberedEvent } from './turn-reducer';
import { retryDelay, waitForRetry } from './retry-delay';

/** The server sends a comment every 15 s; silence for longer than this means that the line is dead. */
const SILENCE_MAX_MS = 40_000;

/** After a sleep the page asks sooner: a phone that slept has a dead line more often than not. */
const SILENCE_ON_RETURN_MS = 18_000;

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
  listener: RunStreamListener,
  signal: AbortSignal,
): Promise<StreamEnd> {
  let last = after;
  let attempt = 0;
  const onEvent = (event: NumberedEvent) => {
    last = Math.max(last, event.sequence ?? 0);
    attempt = 0;
    listener.onEvent(event);
  };
  while (!signal.aborted) {
    const outcome = await readOnce(runId, last, { ...listener, onEvent }, signal);
    if (outcome !== 'broken') return outcome;
    listener.onConnection('reconnecting');
    await waitForRetry(retryDelay(attempt++), signal);
  }
  return 'aborted';
}

async function readOnce(
  runId: string,
  after: number,
  listener: RunStreamListener,
  signal: AbortSignal,
): Promise<StreamEnd | 'broken'> {
  const line = new AbortController();
  const hangUp = () => line.abort();
  signal.addEventListener('abort', hangUp);
  try {
    const response = await openStream(runId, after, line.signal);
    if (isFinal(response.status)) return 'gone';
    if (!response.ok || response.body === null) return 'broken';
    listener.onConnection('connected');
    return await readFrames(response.body, listener.onEvent, line);
  } catch {
    // Whatever broke the line (network, proxy, time-out), the remedy is the same: make it again.
    return signal.aborted ? 'aborted' : 'broken';
  } finally {
    signal.removeEventListener('abort', hangUp);
    hangUp();
  }
}

function openStream(runId: string, after: number, signal: AbortSignal): Promise<Response> {
  return authorizedFetch(`/api/v1/runs/${encodeURIComponent(runId)}/events`, {
    headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(after) },
    cache: 'no-store',
    signal,
  });
}

/** The login ended, or the run is not there: asking again changes nothing. */
function isFinal(status: number): boolean {
  return status === 401 || status === 403 || status === 404;
}

async function readFrames(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onEvent: RunStreamListener['onEvent'],
  line: AbortController,
): Promise<'finished' | 'broken'> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let finished = false;
  const parser = createParser({
    onEvent: ({ id, data }) => {
      const event = parseChatEvent(data);
      if (event === null) return;
      onEvent({ sequence: id === undefined ? null : Number(id), at: Date.now(), event });
      finished ||= isTerminal(event);
    },
  });
  while (!finished) {
    const { done, value } = await withSilenceLimit(reader.read(), line);
    if (done) break;
    parser.feed(value);
  }
  return finished ? 'finished' : 'broken';
}

/** Hangs up when nothing arrives for too long, and at once when the page wakes up to a silent line. */
async function withSilenceLimit<T>(read: Promise<T>, line: AbortController): Promise<T> {
  const since = Date.now();
  const onReturn = () => {
    if (document.visibilityState === 'visible' && Date.now() - since > SILENCE_ON_RETURN_MS) line.abort();
  };
  const timer = setTimeout(() => line.abort(), SILENCE_MAX_MS);
  document.addEventListener('visibilitychange', onReturn);
  try {
    return await read;
  } finally {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onReturn);
  }
}
