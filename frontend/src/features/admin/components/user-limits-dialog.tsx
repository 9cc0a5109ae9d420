import { useTranslation } from 'react-i18next';
import type { User } from '@/api/generated';
import { LimitsDialog } from '@/components/limits-dialog';
import { toast } from '@/lib/toast';
import { usePutUserLimits, useUserLimits } from '../api/user-limits';

type Props = { user: User; onClose: () => void };

/** Changes what somebody may spend over all chats and keys. */
export function UserLimitsDialog({ user, onClose }: Props) {
  const { t } = useTranslation('admin');
  const put = usePutUserLimits(user.id);
  return (
    <LimitsDialog
      title={t('limits_of', { name: user.name })}
      description={t('limits_of_description')}
      query={useUserLimits(user.id)}
      onSubmit={async (limits) => {
        await put.mutateAsync(limits);
        onClose();
        toast(t('limits_saved', { name: user.name }));
      }}
      onClose={onClose}
    />
  );
}
