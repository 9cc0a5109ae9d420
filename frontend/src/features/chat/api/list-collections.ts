import { useQuery } from '@tanstack/react-query';
import { allPages } from '@/api/all-pages';
import { knowledgeKey, listCollections } from '@/api/knowledge-calls';

/** The collections that may be searched, read when `wanted`. */
export function useCollections(wanted: boolean) {
  return useQuery({
    queryKey: [...knowledgeKey('listCollections'), 'all'],
    queryFn: ({ signal }) => allPages((query) => listCollections({ query, signal })),
    enabled: wanted,
  });
}
