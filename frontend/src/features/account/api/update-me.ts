import { useMutation } from '@tanstack/react-query';
import { updateMe, type UpdateMe } from '@/api/generated';
import { rememberUser } from '@/lib/auth-store';

/** Changes name or email of the user. */
export function useUpdateMe() {
  return useMutation({
    mutationFn: (body: UpdateMe) => updateMe({ body }),
    onSuccess: rememberUser,
  });
}
