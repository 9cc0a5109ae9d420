import { Gauge, MoreHorizontal, Pencil, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu';
import { MembersDialog } from './members-dialog';
import { WorkspaceLimitsDialog } from './workspace-limits-dialog';
import { WorkspaceNameDialog } from './workspace-name-dialog';

/** What an admin can do to a workspace. */
export function WorkspaceMenu({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation(['gateway', 'admin']);
  const [open, setOpen] = useState<'members' | 'limits' | 'name'>();
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
        </DropdownMenuContent>
      </DropdownMenu>
      <MembersDialog workspace={workspace} open={open === 'members'} onOpenChange={change('members')} />
      {open === 'limits' && <WorkspaceLimitsDialog workspace={workspace} onClose={() => setOpen(undefined)} />}
      <WorkspaceNameDialog key={String(open === 'name')} workspace={workspace} open={open === 'name'} onOpenChange={change('name')} />
    </>
  );
}
