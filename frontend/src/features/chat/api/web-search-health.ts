import { useQuery } from '@tanstack/react-query';
import { searchHealthOptions } from '@/api/generated/@tanstack/react-query.gen';

/** Whether this server can search the web; `false` until it says so. */
export function useWebSearchOffered(): boolean {
  const health = useQuery({ ...searchHealthOptions(), staleTime: 5 * 60_000, retry: false });
  return health.data?.status === 'healthy';
}
