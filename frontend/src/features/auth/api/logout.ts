import { useMutation, useQueryClient } from '@tanstack/react-query';
import { logout } from '@/api/generated';
import { forgetSession } from '@/lib/auth-store';

/** Ends this login. The page forgets it even where the server could not be told. */
export function useLogout() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => logout(),
    onSettled: () => {
      forgetSession();
      queries.clear();
    },
  });
}
