import { accessToken, forgetSession, rememberSession } from '@/lib/auth-store';
import type { Session } from './generated';

/** All tabs share one refresh cookie, and using an old one ends the login: one tab at a time. */
const LOCK = 'pallium-refresh';

/**
 * Exchanges the refresh cookie for an access token. `stale` is the token that was refused; when
 * another call has replaced it while this one waited, that one is answered without a second
 * exchange. Answers `undefined` and forgets the login when the cookie is not accepted.
 */
export async function refreshSession(stale: string | undefined): Promise<string | undefined> {
  return withLock(async () => {
    const current = accessToken();
    if (current !== undefined && current !== stale) return current;
    // The server has given up the old cookie, so the new one must arrive even when the page is left now. A
    // next page that asks before it has arrived still shows the old one.
    const response = await fetch(new URL('/api/v1/auth/refresh', window.location.origin), {
      method: 'POST',
      keepalive: true,
    });
    if (response.status === 401) {
      forgetSession();
      return undefined;
    }
    if (!response.ok) throw new Error(`refreshing the login: status ${response.status}`);
    const session = (await response.json()) as Session;
    rememberSession(session);
    return session.access_token;
  });
}

async function withLock<T>(work: () => Promise<T>): Promise<T> {
  // Absent on plain http from another machine, where browsers offer no locks.
  if (!('locks' in navigator)) return queue(work);
  return navigator.locks.request(LOCK, work);
}

let last: Promise<unknown> = Promise.resolve();

function queue<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work, work);
  last = next;
  return next;
}
