import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createConnection, type CreateConnection } from '@/api/generated';
import { invalidateConnections } from './invalidate-connections';

/** Makes a connection; its models are read at once. */
export function useCreateConnection() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateConnection) => createConnection({ body }),
    onSuccess: () => invalidateConnections(queries),
  });
}
