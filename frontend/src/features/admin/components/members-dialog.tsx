import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Workspace, WorkspaceMember } from '@/api/generated';
import { Faces } from '@/components/faces';
import { Avatar } from '@/components/ui/avatar';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { toast, toastError } from '@/lib/toast';
import { useMembers, usePutMember, useRemoveMember } from '../api/workspace-members';
import { AddMember } from './add-member';
import { WorkspaceRoleSelect } from './workspace-role-select';

type Props = { workspace: Workspace; open: boolean; onOpenChange: (open: boolean) => void };

/** Who belongs to a workspace, and what they may do there. Every change is saved at once. */
export function MembersDialog({ workspace, open, onOpenChange }: Props) {
  const { t } = useTranslation(['gateway', 'admin']);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="max-w-xl">
        <DialogHeader>
          <DialogTitle>{t('members_of', { name: workspace.name })}</DialogTitle>
          <DialogDescription>{t('members_description')}</DialogDescription>
        </DialogHeader>
        <Members workspace={workspace} />
      </DialogContent>
    </Dialog>
  );
}

function Members({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation(['gateway', 'admin']);
  const members = useMembers(workspace.id);
  return (
    <Faces query={members}>
      {(all) => (
        <>
          {all.length === 0 && <p className="text-muted-foreground py-2 text-sm">{t('no_members')}</p>}
          <ul className="divide-y">
            {all.map((member) => (
              <MemberRow key={member.user_id} workspaceId={workspace.id} member={member} />
            ))}
          </ul>
          <AddMember workspaceId={workspace.id} members={all} />
        </>
      )}
    </Faces>
  );
}

function MemberRow({ workspaceId, member }: { workspaceId: string; member: WorkspaceMember }) {
  const { t } = useTranslation(['gateway', 'admin']);
  const put = usePutMember(workspaceId);
  const remove = useRemoveMember(workspaceId);
  const { user_id, name, email, role } = member;
  const onError = (thrown: unknown) => toastError(t('common:not_saved'), thrown);
  const takeOut = () =>
    remove.mutate(user_id, {
      onSuccess: () => toast(t('member_removed', { name }), () => put.mutate({ user_id, role }, { onError })),
      onError,
    });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
      <Avatar name={name} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium">{name}</p>
        <p className="text-muted-foreground truncate text-xs">{email}</p>
      </div>
      <div className="order-last basis-full sm:order-none sm:basis-auto">
        <WorkspaceRoleSelect
          label={t('role_of', { name })}
          value={role}
          disabled={put.isPending}
          onChange={(next) => put.mutate({ user_id, role: next }, { onError })}
        />
      </div>
      <IconButton label={t('remove_member', { name })} disabled={remove.isPending} onClick={takeOut}>
        <X aria-hidden />
      </IconButton>
    </li>
  );
}
