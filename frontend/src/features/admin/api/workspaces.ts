import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createWorkspace, deleteWorkspace, putWorkspaceLimits, updateWorkspace, type Limits } from '@/api/generated';
import {
  getWorkspaceLimitsOptions,
  getWorkspaceLimitsQueryKey,
  listWorkspacesInfiniteOptions,
  listWorkspacesQueryKey,
} from '@/api/generated/@tanstack/react-query.gen';

/** Every shared workspace, the oldest first. */
export function useWorkspaces() {
  return useInfiniteQuery({
    ...listWorkspacesInfiniteOptions({ query: { all: true } }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Makes a workspace, or renames the one of this id. */
export function useSaveWorkspace(id: string | undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      id === undefined ? createWorkspace({ body: { name } }) : updateWorkspace({ path: { id }, body: { name } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: listWorkspacesQueryKey() }),
  });
}

/** Deletes a workspace and revokes its keys. */
export function useDeleteWorkspace(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => deleteWorkspace({ path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: listWorkspacesQueryKey() }),
  });
}

/** What may be spent in a workspace. */
export function useWorkspaceLimits(id: string) {
  return useQuery({ ...getWorkspaceLimitsOptions({ path: { id } }), staleTime: 0 });
}

/** Sets all of it anew. */
export function usePutWorkspaceLimits(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Limits) => putWorkspaceLimits({ path: { id }, body }),
    onSuccess: (limits) => {
      queries.setQueryData(getWorkspaceLimitsQueryKey({ path: { id } }), limits);
      return queries.invalidateQueries({ queryKey: listWorkspacesQueryKey() });
    },
  });
}
