import { useQuery } from '@tanstack/react-query';
import { allPages } from '@/api/all-pages';
import { listWorkspaces } from '@/api/generated';
import { listWorkspacesQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** Shared workspaces that the user belongs to. */
export function useWorkspaces() {
  return useQuery({
    queryKey: [...listWorkspacesQueryKey(), 'mine'],
    queryFn: ({ signal }) => allPages((query) => listWorkspaces({ query, signal })),
    select: (workspaces) => workspaces.filter(({ kind }) => kind === 'shared'),
  }).data;
}
