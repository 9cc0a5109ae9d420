import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from './http';
import type { ApiKey, ApiKeyWithText, CreateApiKey } from './types';

const KEYS = ['api-keys'];

interface Page {
  items: ApiKey[];
  next_cursor: string | null;
}

/** The user's own keys, or everyone's, the newest first; also those that work no more. */
export function useApiKeys(whose: 'own' | 'all' = 'own') {
  return useInfiniteQuery({
    queryKey: [...KEYS, whose],
    queryFn: ({ pageParam }) => getJson<Page>('/api-keys', { cursor: pageParam, all: whose === 'all' || undefined }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Makes a key. Its text is in the answer and nowhere else. */
export function useCreateApiKey() {
  return useChange((body: CreateApiKey) => sendJson<ApiKeyWithText>('POST', '/api-keys', body));
}

/** Exchanges a key's text; the old one works for so many seconds more. */
export function useRotateApiKey(id: string) {
  return useChange((overlap_seconds: number) => sendJson<ApiKeyWithText>('POST', `/api-keys/${id}/rotate`, { overlap_seconds }));
}

/** Ends a key at once. */
export function useRevokeApiKey(id: string) {
  return useChange(() => sendJson<unknown>('DELETE', `/api-keys/${id}`));
}

function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: KEYS }) });
}
