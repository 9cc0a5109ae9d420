import { useQuery } from '@tanstack/react-query';
import { allPages } from '@/api/all-pages';
import { listWorkspaces } from '@/api/generated';
import { listWorkspacesQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { useUser } from '@/lib/auth-store';

/** Shared workspaces: every one for admins, else those that the user belongs to. */
export function useSharedWorkspaces() {
  const all = useUser().role !== 'member';
  return useQuery({
    queryKey: [...listWorkspacesQueryKey({ query: { all } }), 'all'],
    queryFn: ({ signal }) => allPages((query) => listWorkspaces({ query: { ...query, all }, signal })),
    select: (workspaces) => workspaces.filter(({ kind }) => kind === 'shared'),
  });
}

/** What a workspace is called; `undefined` for none and while it is not known. */
export function useWorkspaceName(id: string | null): string | undefined {
  return useSharedWorkspaces().data?.find((workspace) => workspace.id === id)?.name;
}
