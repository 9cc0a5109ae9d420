import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deleteAlias, putAlias, type PutModelAlias } from '@/api/generated';
import { listAliasesOptions, listAliasesQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** The names for lists of models. */
export function useAliases() {
  return useQuery(listAliasesOptions());
}

/** Makes an alias, or replaces the one of this name. */
export function usePutAlias() {
  return useChange(({ name, ...body }: PutModelAlias & { name: string }) => putAlias({ path: { name }, body }));
}

/** Removes an alias. */
export function useDeleteAlias() {
  return useChange((name: string) => deleteAlias({ path: { name } }));
}

function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: listAliasesQueryKey() }) });
}
