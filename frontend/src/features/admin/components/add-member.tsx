import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceMember, WorkspaceRole } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { toastError } from '@/lib/toast';
import { useAllUsers } from '@/lib/use-all-users';
import { usePutMember } from '../api/workspace-members';
import { WorkspaceRoleSelect } from './workspace-role-select';

type Props = { workspaceId: string; members: WorkspaceMember[] };

/** Takes somebody into a workspace. */
export function AddMember({ workspaceId, members }: Props) {
  const { t } = useTranslation(['gateway', 'admin']);
  const users = useAllUsers().data ?? [];
  const put = usePutMember(workspaceId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [role, setRole] = useState<WorkspaceRole>('member');
  const others = users.filter(({ id, disabled }) => !disabled && !members.some(({ user_id }) => user_id === id));
  // Whoever was just taken in is no longer to be chosen.
  const user_id = others.some(({ id }) => id === chosen) ? chosen : null;
  const add = () => {
    if (user_id === null) return;
    put.mutate({ user_id, role }, { onError: (thrown) => toastError(t('common:not_saved'), thrown) });
  };
  return (
    <fieldset className="flex flex-wrap items-center gap-2 border-t pt-4" disabled={others.length === 0}>
      <legend className="sr-only">{t('add_member')}</legend>
      <Select<string | null>
        aria-label={t('add_member')}
        className="min-w-0 flex-1 basis-full sm:basis-40"
        disabled={others.length === 0}
        value={user_id}
        onValueChange={setChosen}
        options={[
          { value: null, label: t(others.length === 0 ? 'all_are_members' : 'choose_user') },
          ...others.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` })),
        ]}
      />
      <div className="min-w-0 flex-1 sm:flex-none">
        <WorkspaceRoleSelect label={t('admin:role')} value={role} disabled={others.length === 0} onChange={setRole} />
      </div>
      <Button className="flex-1 sm:flex-none" disabled={user_id === null || put.isPending} onClick={add}>
        <UserPlus aria-hidden />
        {t('add')}
      </Button>
    </fieldset>
  );
}
