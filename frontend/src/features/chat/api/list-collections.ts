import { useQuery } from '@tanstack/react-query';
import { allPages } from '@/api/all-pages';
import { listCollections } from '@/api/generated';
import { listCollectionsQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** The collections that may be searched, read when `wanted`. */
export function useCollections(wanted: boolean) {
  return useQuery({
    queryKey: [...listCollectionsQueryKey(), 'all'],
    queryFn: ({ signal }) => allPages((query) => listCollections({ query, signal })),
    enabled: wanted,
  });
}
