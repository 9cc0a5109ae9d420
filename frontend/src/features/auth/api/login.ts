import { useMutation } from '@tanstack/react-query';
import { login, type LoginRequest } from '@/api/generated';
import { rememberSession } from '@/lib/auth-store';

/** Logs in and keeps the session. */
export function useLogin() {
  return useMutation({
    mutationFn: (body: LoginRequest) => login({ body }),
    onSuccess: rememberSession,
  });
}
