import { useMutation, useQueryClient } from '@tanstack/react-query';
import { deleteConnection } from '@/api/generated';
import { invalidateConnections } from './invalidate-connections';

/** Removes a connection and its key. */
export function useDeleteConnection(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => deleteConnection({ path: { id } }),
    onSuccess: () => invalidateConnections(queries),
  });
}
