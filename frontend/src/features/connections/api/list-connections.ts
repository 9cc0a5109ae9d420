import { useQuery } from '@tanstack/react-query';
import { listConnectionsOptions } from '@/api/generated/@tanstack/react-query.gen';

/** The connections that the user may see: the system's and his own. */
export function useConnections() {
  return useQuery(listConnectionsOptions());
}
