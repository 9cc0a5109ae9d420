import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refreshModels } from '@/api/generated';
import { invalidateConnections } from './invalidate-connections';

/** Reads the vendor's list of models again. */
export function useRefreshModels(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => refreshModels({ path: { id } }),
    onSuccess: () => invalidateConnections(queries),
  });
}
