import { refreshSession } from '@/api/refresh-session';
import { authStore, type AuthState } from '@/lib/auth-store';

/** Answers whether somebody is logged in; after a page load it tries the refresh cookie first. */
export async function ensureSession(): Promise<AuthState> {
  if (authStore.getState().status === 'unknown') await refreshSession(undefined);
  return authStore.getState();
}
