import { accessToken } from '@/lib/auth-store';
import { refreshSession } from './refresh-session';

/** Calls that carry no bearer: their 401 is an answer, not an expired token. */
const WITHOUT_LOGIN = ['/api/v1/auth/login', '/api/v1/auth/register', '/api/v1/auth/refresh'];

/**
 * `fetch` with the bearer. A 401 is answered with one refresh and one repetition; when the refresh
 * fails, the caller gets the 401 and the auth store says `anonymous`.
 */
export async function authorizedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input instanceof Request ? input : new URL(input, window.location.origin), init);
  if (WITHOUT_LOGIN.includes(new URL(request.url).pathname)) return fetch(request);

  const token = accessToken();
  const repetition = request.clone();
  const response = await fetch(withBearer(request, token));
  if (response.status !== 401) return response;

  const renewed = await refreshSession(token);
  return renewed === undefined ? response : fetch(withBearer(repetition, renewed));
}

function withBearer(request: Request, token: string | undefined): Request {
  if (token !== undefined) request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}
