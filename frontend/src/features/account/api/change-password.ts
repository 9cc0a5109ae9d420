import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changePassword, type ChangePassword } from '@/api/generated';
import { listLoginsQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** Changes the password, which ends all other logins. */
export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ChangePassword) => changePassword({ body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: listLoginsQueryKey() }),
  });
}
