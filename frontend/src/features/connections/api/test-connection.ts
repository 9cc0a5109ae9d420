import { useMutation } from '@tanstack/react-query';
import { testConnection } from '@/api/generated';

/** Asks the vendor whether the connection works. */
export function useTestConnection(id: string) {
  return useMutation({ mutationFn: () => testConnection({ path: { id } }) });
}
