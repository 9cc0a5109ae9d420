import { useEffect } from 'react';
import { readEventStream } from '@/lib/read-event-stream';
import { retryDelay, waitForRetry } from '@/lib/retry-delay';
import { followHint, missedHints } from './follow-hint';

/** Hears from the server that something changed, in another tab or on another device, and reads it again. */
export function useHints(): void {
  useEffect(() => {
    const listening = new AbortController();
    void listen(listening.signal);
    return () => listening.abort();
  }, []);
}

async function listen(signal: AbortSignal): Promise<void> {
  let attempt = 0;
  let missed = false;
  while (!signal.aborted) {
    const end = await readEventStream({
      path: '/api/v1/events',
      onOpen: () => {
        attempt = 0;
        if (missed) missedHints();
      },
      onEvent: ({ data }) => followHint(data),
      signal,
    });
    if (end === 'refused') return;
    missed = true;
    await waitForRetry(retryDelay(attempt++), signal);
  }
}
