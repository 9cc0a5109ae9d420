import { useQuery } from '@tanstack/react-query';
import { knowledgeKey, webSearchHealth } from '@/api/knowledge-calls';

/** Whether this server can search the web; `false` until it says so. */
export function useWebSearchOffered(): boolean {
  const health = useQuery({
    queryKey: knowledgeKey('searchHealth'),
    queryFn: ({ signal }) => webSearchHealth({ signal }),
    staleTime: 5 * 60_000,
    retry: false,
  });
  return health.data?.status === 'healthy';
}
