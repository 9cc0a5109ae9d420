const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** How long to wait before attempt `attempt` (from 0), with jitter, so that many pages do not come at once. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return ceiling / 2 + (random() * ceiling) / 2;
}

/** Waits, but no longer than until the page is looked at again or the network is back. */
export function waitForRetry(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      if (document.visibilityState === 'visible') finish();
    };
    const finish = () => {
      clearTimeout(timer);
      window.removeEventListener('online', finish);
      document.removeEventListener('visibilitychange', wake);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, delay);
    window.addEventListener('online', finish);
    document.addEventListener('visibilitychange', wake);
    signal.addEventListener('abort', finish);
  });
}
