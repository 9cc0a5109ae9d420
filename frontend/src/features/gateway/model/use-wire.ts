import { useEffect, useRef, useState } from 'react';
import { errorMessage } from '@/api/api-error';
import { authorizedFetch } from '@/api/authorized-fetch';
import { headersOf, pathOf, type Dialect } from './playground';

/** Characters of an answer that are kept; a page that shows more becomes slow. */
const WIRE_MAX = 200_000;

/** What came back for a raw request. */
export interface Wire {
  state: 'waiting' | 'streaming' | 'done' | 'cancelled' | 'failed';
  status?: number;
  headers: [string, string][];
  /** The body as it travelled, so far. */
  text: string;
  /** From sending to the first piece and to the last, in milliseconds. */
  firstMs?: number;
  totalMs?: number;
  error?: string;
}

/** Sends raw requests to the gateway with the login's own token, one at a time. */
export function useWire() {
  const [wire, setWire] = useState<Wire>();
  const line = useRef<AbortController>(undefined);
  useEffect(() => () => line.current?.abort(), []);

  const send = async (dialect: Dialect, body: string) => {
    const own = new AbortController();
    line.current?.abort();
    line.current = own;
    const change = (next: (wire: Wire) => Wire) => {
      if (line.current === own) setWire((now) => (now === undefined ? now : next(now)));
    };
    setWire({ state: 'waiting', headers: [], text: '' });
    await exchange(dialect, body, own.signal, change);
  };
  return { wire, send, cancel: () => line.current?.abort() };
}

type Change = (next: (wire: Wire) => Wire) => void;

async function exchange(dialect: Dialect, body: string, signal: AbortSignal, change: Change): Promise<void> {
  const began = performance.now();
  const since = () => performance.now() - began;
  try {
    const answer = await authorizedFetch(pathOf(dialect), { method: 'POST', headers: headersOf(dialect), body, signal });
    change((wire) => ({ ...wire, state: 'streaming', status: answer.status, headers: [...answer.headers] }));
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    // Where the line does not end with the request, its reader ends it.
    signal.addEventListener('abort', () => void reader?.cancel().catch(() => undefined));
    for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
      const { value } = piece;
      change((wire) => ({ ...wire, text: (wire.text + value).slice(0, WIRE_MAX), firstMs: wire.firstMs ?? since() }));
    }
    change((wire) => ({ ...wire, state: signal.aborted ? 'cancelled' : 'done', totalMs: since() }));
  } catch (thrown) {
    const ended: Partial<Wire> = signal.aborted ? { state: 'cancelled' } : { state: 'failed', error: errorMessage(thrown) };
    change((wire) => ({ ...wire, ...ended, totalMs: since() }));
  }
}
