import { useMutation } from '@tanstack/react-query';
import { register, type Register } from '@/api/generated';
import { rememberSession } from '@/lib/auth-store';

/** Makes an account and keeps the session it begins with. */
export function useRegister() {
  return useMutation({
    mutationFn: (body: Register) => register({ body }),
    onSuccess: rememberSession,
  });
}
