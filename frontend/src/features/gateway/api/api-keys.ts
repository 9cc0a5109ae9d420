import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { createApiKey, revokeApiKey, rotateApiKey, type CreateApiKey } from '@/api/generated';
import { listApiKeysInfiniteOptions, listApiKeysInfiniteQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** The user's own keys, the newest first; also those that work no more. */
export function useApiKeys() {
  return useInfiniteQuery({
    ...listApiKeysInfiniteOptions(),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Makes a key. Its text is in the answer and nowhere else. */
export function useCreateApiKey() {
  return useChange((body: CreateApiKey) => createApiKey({ body }));
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
