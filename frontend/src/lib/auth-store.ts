import { useState } from 'react';
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { Session, User } from '@/api/generated';

/**
 * Whether somebody is logged in. `unknown` lasts from the first paint until the refresh cookie has
 * been tried. The access token lives here and nowhere else, so a reload forgets it.
 */
export type AuthState =
  | { status: 'unknown' }
  | { status: 'anonymous' }
  | { status: 'authenticated'; token: string; user: User };

export const authStore = createStore<AuthState>(() => ({ status: 'unknown' }));

/** The login as React sees it. */
export function useAuth(): AuthState {
  return useStore(authStore);
}

/**
 * The user who is logged in. Call it only below a route that requires a login. When the login ends,
 * the page is drawn once more before its route is left; it still belongs to the same user.
 */
export function useUser(): User {
  const auth = useAuth();
  const [atFirst] = useState(currentUser);
  return auth.status === 'authenticated' ? auth.user : atFirst;
}

function currentUser(): User {
  const now = authStore.getState();
  if (now.status !== 'authenticated') throw new Error('no user is logged in');
  return now.user;
}

/** Keeps what login, registration and refresh answer. */
export function rememberSession(session: Session): void {
  authStore.setState(
    { status: 'authenticated', token: session.access_token, user: session.user },
    true,
  );
}

/** Replaces the user after a change of name or email. */
export function rememberUser(user: User): void {
  const now = authStore.getState();
  if (now.status === 'authenticated') authStore.setState({ ...now, user }, true);
}

/** Forgets the login; the routes lead to the login page. */
export function forgetSession(): void {
  authStore.setState({ status: 'anonymous' }, true);
}

/** The bearer token, where there is one. */
export function accessToken(): string | undefined {
  const now = authStore.getState();
  return now.status === 'authenticated' ? now.token : undefined;
}
