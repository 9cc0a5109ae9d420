import { useTranslation } from 'react-i18next';
import type { Workspace } from '@/api/generated';
import { LimitsDialog } from '@/components/limits-dialog';
import { toast } from '@/lib/toast';
import { usePutWorkspaceLimits, useWorkspaceLimits } from '../api/workspaces';

type Props = { workspace: Workspace; onClose: () => void };

/** Changes what the members of a workspace may spend in it together. */
export function WorkspaceLimitsDialog({ workspace: { id, name }, onClose }: Props) {
  const { t } = useTranslation(['gateway', 'admin']);
  const put = usePutWorkspaceLimits(id);
  return (
    <LimitsDialog
      title={t('admin:limits_of', { name })}
      description={t('limits_of_workspace')}
      query={useWorkspaceLimits(id)}
      onSubmit={async (limits) => {
        await put.mutateAsync(limits);
        onClose();
        toast(t('admin:limits_saved', { name }));
      }}
      onClose={onClose}
    />
  );
}
