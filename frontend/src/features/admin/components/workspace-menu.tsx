import { Gauge, MoreHorizontal, Pencil, Trash2, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '@/api/generated';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { toast, toastError } from '@/lib/toast';
import { useDeleteWorkspace } from '../api/workspaces';
import { MembersDialog } from './members-dialog';
import { WorkspaceLimitsDialog } from './workspace-limits-dialog';
import { WorkspaceNameDialog } from './workspace-name-dialog';

/** What an admin can do to a workspace. */
export function WorkspaceMenu({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation(['gateway', 'admin']);
  const [open, setOpen] = useState<'members' | 'limits' | 'name' | 'delete'>();
  const remove = useDeleteWorkspace(workspace.id);
  const change = (which: NonNullable<typeof open>) => (next: boolean) => setOpen(next ? which : undefined);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button variant="ghost" size="icon" aria-label={t('more_for', { name: workspace.name })}>
              <MoreHorizontal aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuItem onClick={() => setOpen('members')}>
            <Users aria-hidden />
            {t('members')}
          </DropdownMenuItem>
          <DropdownMenuItem onClick={() => setOpen('limits')}>
            <Gauge aria-hidden />
            {t('admin:limits_of_user')}
          </DropdownMenuItem>
          <DropdownMenuItem onClick={() => setOpen('name')}>
            <Pencil aria-hidden />
            {t('rename')}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem variant="destructive" onClick={() => setOpen('delete')}>
            <Trash2 aria-hidden />
            {t('common:delete')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <MembersDialog workspace={workspace} open={open === 'members'} onOpenChange={change('members')} />
      {open === 'limits' && <WorkspaceLimitsDialog workspace={workspace} onClose={() => setOpen(undefined)} />}
      <WorkspaceNameDialog key={String(open === 'name')} workspace={workspace} open={open === 'name'} onOpenChange={change('name')} />
      <AlertDialog
        open={open === 'delete'}
        onOpenChange={change('delete')}
        title={t('delete_workspace', { name: workspace.name })}
        description={t('delete_workspace_description')}
        confirm={t('common:delete')}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => toast(t('workspace_deleted', { name: workspace.name })),
            onError: (thrown) => toastError(t('workspace_not_deleted'), thrown),
          })
        }
      />
    </>
  );
}
