import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { authStore, forgetSession, rememberSession } from '@/lib/auth-store';
import { session, user } from '@/test/builders';
import { server, startServer } from '@/test/server';
import { ApiError } from './api-error';
import './client';
import { getMe } from './generated';
import { refreshSession } from './refresh-session';

startServer();

let refreshes: number;

/** A server that accepts only the token `fresh` and hands it out for the cookie. */
function serverAccepting({ cookie }: { cookie: boolean }) {
  refreshes = 0;
  server.use(
    http.get('*/api/v1/auth/me', ({ request }) =>
      request.headers.get('Authorization') === 'Bearer fresh'
        ? HttpResponse.json(user())
        : HttpResponse.json({ code: 'login_ended', message: 'Log in again.', detail: '' }, { status: 401 }),
    ),
    http.post('*/api/v1/auth/refresh', () => {
      refreshes += 1;
      return cookie
        ? HttpResponse.json(session('fresh'))
        : HttpResponse.json({ code: 'login_ended', message: 'Log in again.', detail: '' }, { status: 401 });
    }),
  );
}

beforeEach(forgetSession);

describe('a refused token', () => {
  it('is exchanged once and the call is repeated', async () => {
    serverAccepting({ cookie: true });
    rememberSession(session('stale'));
    expect(await getMe()).toEqual(user());
    expect(refreshes).toBe(1);
    expect(authStore.getState()).toEqual({ status: 'authenticated', token: 'fresh', user: user() });
  });

  it('is exchanged once for all calls that it failed', async () => {
    serverAccepting({ cookie: true });
    rememberSession(session('stale'));
    await Promise.all([getMe(), getMe(), getMe()]);
    expect(refreshes).toBe(1);
  });

  it('ends the login when the cookie is refused too', async () => {
    serverAccepting({ cookie: false });
    rememberSession(session('stale'));
    await expect(getMe()).rejects.toEqual(new ApiError({ code: 'login_ended', message: 'Log in again.' }, 401));
    expect(authStore.getState()).toEqual({ status: 'anonymous' });
  });
});

describe('a refresh', () => {
  it('that fails on the server keeps the login', async () => {
    server.use(http.post('*/api/v1/auth/refresh', () => new HttpResponse(null, { status: 503 })));
    rememberSession(session('stale'));
    await expect(refreshSession('stale')).rejects.toThrow('status 503');
    expect(authStore.getState().status).toBe('authenticated');
  });

  it('is not made twice when another call was first', async () => {
    serverAccepting({ cookie: true });
    rememberSession(session('fresh'));
    expect(await refreshSession('stale')).toBe('fresh');
    expect(refreshes).toBe(0);
  });
});
