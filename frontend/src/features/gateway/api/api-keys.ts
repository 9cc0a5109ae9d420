import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { allPages } from '@/api/all-pages';
import {
  createApiKey,
  listApiKeys,
  revokeApiKey,
  rotateApiKey,
  updateApiKey,
  type CreateApiKey,
  type ListApiKeysData,
  type UpdateApiKey,
} from '@/api/generated';
import { listApiKeysInfiniteOptions, listApiKeysInfiniteQueryKey, listApiKeysQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** Whose keys are shown: one's own unless asked otherwise. */
export type KeyFilter = Pick<NonNullable<ListApiKeysData['query']>, 'owner_id' | 'all'>;

/** Keys, the newest first; also those that work no more. */
export function useApiKeys(filter: KeyFilter) {
  return useInfiniteQuery({
    ...listApiKeysInfiniteOptions({ query: filter }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Everybody's keys, for admins to choose from. */
export function useAllKeys() {
  return useQuery({
    queryKey: [...listApiKeysQueryKey({ query: { all: true } }), 'all'],
    queryFn: ({ signal }) => allPages((query) => listApiKeys({ query: { ...query, all: true }, signal })),
  });
}

/** Makes a key. Its text is in the answer and nowhere else. */
export function useCreateApiKey() {
  return useChange((body: CreateApiKey) => createApiKey({ body }));
}

/** Changes what a key may do; it counts from the next call on. */
export function useUpdateApiKey(id: string) {
  return useChange((body: UpdateApiKey) => updateApiKey({ path: { id }, body }));
}

/** Exchanges a key's text; the old one works for so many seconds more. */
export function useRotateApiKey(id: string) {
  return useChange((overlap_seconds: number) => rotateApiKey({ path: { id }, body: { overlap_seconds } }));
}

/** Ends a key at once. */
export function useRevokeApiKey(id: string) {
  return useChange(() => revokeApiKey({ path: { id } }));
}

function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => queries.invalidateQueries({ queryKey: listApiKeysInfiniteQueryKey() }),
  });
}
