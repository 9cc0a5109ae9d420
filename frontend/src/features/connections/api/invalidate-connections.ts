import type { QueryClient } from '@tanstack/react-query';
import { listConnectionsQueryKey, listModelsQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** A change of a connection changes the list of connections and the models on offer. */
export async function invalidateConnections(queries: QueryClient): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: listConnectionsQueryKey() }),
    queries.invalidateQueries({ queryKey: listModelsQueryKey() }),
  ]);
}
