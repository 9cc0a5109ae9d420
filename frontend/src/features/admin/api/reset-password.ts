import { useMutation } from '@tanstack/react-query';
import { resetPassword } from '@/api/generated';

/** Gives somebody another password, which ends all his logins. */
export function useResetPassword(id: string) {
  return useMutation({
    mutationFn: (newPassword: string) => resetPassword({ path: { id }, body: { new_password: newPassword } }),
  });
}
