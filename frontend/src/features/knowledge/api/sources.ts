import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createSource, deleteSource, syncSource, updateSource, type CreateSource, type Source, type UpdateSource } from '@/api/generated';
import { getCollectionQueryKey, listSourcesOptions, listSourcesQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { BUSY_MS } from '../model/document-state';

/** Where the documents of a collection come from, besides uploads. Read again while one is looked at. */
export function useSources(collectionId: string) {
  return useQuery({
    ...listSourcesOptions({ path: { id: collectionId } }),
    select: ({ items }) => items,
    refetchInterval: ({ state }) => (state.data?.items.some((source) => source.state === 'syncing') === true ? BUSY_MS : false),
  });
}

/** Adds a source. */
export function useCreateSource(collectionId: string) {
  const changed = useSourcesChanged(collectionId);
  return useMutation({ mutationFn: (body: CreateSource) => createSource({ path: { id: collectionId }, body }), onSuccess: changed });
}

/** Changes how a source is followed. */
export function useUpdateSource({ id, collection_id }: Source) {
  const changed = useSourcesChanged(collection_id);
  return useMutation({ mutationFn: (body: UpdateSource) => updateSource({ path: { id }, body }), onSuccess: changed });
}

/** Removes a source with its documents. */
export function useDeleteSource({ id, collection_id }: Source) {
  const changed = useSourcesChanged(collection_id);
  return useMutation({ mutationFn: () => deleteSource({ path: { id } }), onSuccess: changed });
}

/** Looks at a source now. */
export function useSyncSource({ id, collection_id }: Source) {
  const changed = useSourcesChanged(collection_id);
  return useMutation({ mutationFn: () => syncSource({ path: { id } }), onSuccess: changed });
}

function useSourcesChanged(collectionId: string) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: listSourcesQueryKey({ path: { id: collectionId } }) }),
      queries.invalidateQueries({ queryKey: getCollectionQueryKey({ path: { id: collectionId } }) }),
    ]);
}
