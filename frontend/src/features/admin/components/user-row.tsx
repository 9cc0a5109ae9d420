import { useTranslation } from 'react-i18next';
import type { User } from '@/api/generated';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { useUser } from '@/lib/auth-store';
import { formatMoment } from '@/lib/format';
import { mayChange } from '../model/may-change';
import { UserMenu } from './user-menu';

/** One account. */
export function UserRow({ user }: { user: User }) {
  const { t } = useTranslation('admin');
  const actor = useUser();
  return (
    <li className="flex min-h-16 items-center gap-3 px-4 py-3">
      <Avatar name={user.name} className={user.disabled ? 'opacity-50 grayscale' : ''} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          <span className="truncate">{user.name}</span>
          <Badge variant={user.role === 'member' ? 'outline' : 'primary'}>{t(`role_${user.role}`)}</Badge>
          {user.disabled && <Badge variant="destructive">{t('disabled')}</Badge>}
          {user.id === actor.id && <Badge>{t('you')}</Badge>}
        </p>
        <p className="text-muted-foreground truncate text-xs" title={t('since', { when: formatMoment(user.created_at) })}>
          {user.email}
        </p>
      </div>
      {mayChange(actor, user) && <UserMenu user={user} />}
    </li>
  );
}
