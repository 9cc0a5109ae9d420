import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { allPages } from '@/api/all-pages';
import { listWorkspaceMembers, putWorkspaceMember, removeWorkspaceMember, type WorkspaceRole } from '@/api/generated';
import { listWorkspaceMembersQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** Everyone who belongs to a workspace. */
export function useMembers(id: string) {
  return useQuery({
    queryKey: [...listWorkspaceMembersQueryKey({ path: { id } }), 'all'],
    queryFn: ({ signal }) => allPages((query) => listWorkspaceMembers({ path: { id }, query, signal })),
  });
}

/** Adds somebody, or gives a member another role. */
export function usePutMember(id: string) {
  return useChange(id, ({ user_id, role }: { user_id: string; role: WorkspaceRole }) =>
    putWorkspaceMember({ path: { id, user_id }, body: { role } }),
  );
}

/** Takes somebody out. */
export function useRemoveMember(id: string) {
  return useChange(id, (user_id: string) => removeWorkspaceMember({ path: { id, user_id } }));
}

function useChange<Input, Output>(id: string, mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => queries.invalidateQueries({ queryKey: listWorkspaceMembersQueryKey({ path: { id } }) }),
  });
}
