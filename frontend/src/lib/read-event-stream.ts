import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { authorizedFetch } from '@/api/authorized-fetch';

/** The server sends a comment every 15 s; silence for longer than this means that the line is dead. */
const SILENCE_MAX_MS = 40_000;

/** After a sleep the page asks sooner: a phone that slept has a dead line more often than not. */
const SILENCE_ON_RETURN_MS = 18_000;

/** A stream of server-sent events to read. */
export interface EventStream {
  path: string;
  /** Number of the last event that is known; the server goes on after it. */
  after?: number;
  onOpen: () => void;
  onEvent: (event: EventSourceMessage) => void;
  signal: AbortSignal;
}

/** Why reading ended: the server said all, the line broke, or asking again changes nothing. */
export type EventStreamEnd = 'ended' | 'broken' | 'refused' | 'aborted';

/** Reads one stream of server-sent events until it ends. */
export async function readEventStream(stream: EventStream): Promise<EventStreamEnd> {
  const line = new AbortController();
  const hangUp = () => line.abort();
  stream.signal.addEventListener('abort', hangUp);
  try {
    const response = await open(stream, line.signal);
    if (isRefusal(response.status)) return 'refused';
    if (!response.ok || response.body === null) return 'broken';
    stream.onOpen();
    await readFrames(response.body, stream.onEvent, line);
    return 'ended';
  } catch {
    // Whatever broke the line (network, proxy, silence), the remedy is the same: make it again.
    return stream.signal.aborted ? 'aborted' : 'broken';
  } finally {
    stream.signal.removeEventListener('abort', hangUp);
    hangUp();
  }
}

function open({ path, after }: EventStream, signal: AbortSignal): Promise<Response> {
  const headers = new Headers({ Accept: 'text/event-stream' });
  if (after !== undefined) headers.set('Last-Event-ID', String(after));
  return authorizedFetch(path, { headers, cache: 'no-store', signal });
}

/** The login ended, or the thing is not there. */
function isRefusal(status: number): boolean {
  return status === 401 || status === 403 || status === 404;
}

async function readFrames(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onEvent: EventStream['onEvent'],
  line: AbortController,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = createParser({ onEvent });
  for (;;) {
    const { done, value } = await withSilenceLimit(reader.read(), line);
    if (done) return;
    parser.feed(value);
  }
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
