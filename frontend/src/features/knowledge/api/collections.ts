import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createCollection, deleteCollection, listCollections, updateCollection, type Collection, type CreateCollection, type UpdateCollection } from '@/api/generated';
import { getCollectionOptions, getCollectionQueryKey, listCollectionsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { BUSY_MS, isBusy } from '../model/document-state';

const LIST = listCollectionsQueryKey();

/** The collections that one may see. Read again by itself while one of them is in work. */
export function useCollections() {
  return useInfiniteQuery({
    queryKey: [...LIST, 'pages'],
    queryFn: ({ pageParam, signal }) => listCollections({ query: pageParam === null ? {} : { cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isBusy)) === true ? BUSY_MS : false),
  });
}

/** One collection. Read again by itself while it is in work. */
export function useCollection(id: string) {
  return useQuery({
    ...getCollectionOptions({ path: { id } }),
    refetchInterval: ({ state }) => (state.data !== undefined && isBusy(state.data) ? BUSY_MS : false),
  });
}

/** Makes a collection. */
export function useCreateCollection() {
  const keep = useKeepCollection();
  return useMutation({ mutationFn: (body: CreateCollection) => createCollection({ body }), onSuccess: keep });
}

/** Changes a collection. */
export function useUpdateCollection(id: string) {
  const keep = useKeepCollection();
  return useMutation({ mutationFn: (body: UpdateCollection) => updateCollection({ path: { id }, body }), onSuccess: keep });
}

/** Removes a collection with all that is in it. */
export function useDeleteCollection(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => deleteCollection({ path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: LIST }),
  });
}

function useKeepCollection() {
  const queries = useQueryClient();
  return (collection: Collection) => {
    queries.setQueryData(getCollectionQueryKey({ path: { id: collection.id } }), collection);
    return queries.invalidateQueries({ queryKey: LIST });
  };
}
