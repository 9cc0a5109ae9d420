import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from './http';
import type { Alias, PutAlias } from './types';

const ALIASES = ['gateway', 'aliases'];

/** The names for lists of models. */
export function useAliases() {
  return useQuery({ queryKey: ALIASES, queryFn: () => getJson<{ items: Alias[] }>('/gateway/aliases') });
}

/** Makes an alias, or replaces the one of this name. */
export function usePutAlias() {
  return useChange(({ name, ...body }: PutAlias & { name: string }) =>
    sendJson<Alias>('PUT', `/gateway/aliases/${encodeURIComponent(name)}`, body),
  );
}

/** Removes an alias. */
export function useDeleteAlias() {
  return useChange((name: string) => sendJson<unknown>('DELETE', `/gateway/aliases/${encodeURIComponent(name)}`));
}

function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: ALIASES }) });
}
