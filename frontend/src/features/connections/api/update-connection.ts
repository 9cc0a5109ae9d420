import { useMutation, useQueryClient } from '@tanstack/react-query';
import { updateConnection, type UpdateConnection } from '@/api/generated';
import { invalidateConnections } from './invalidate-connections';

/** Changes a connection. An absent key stays as it is. */
export function useUpdateConnection(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateConnection) => updateConnection({ path: { id }, body }),
    onSuccess: () => invalidateConnections(queries),
  });
}
