import { Monitor, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Login } from '@/api/generated';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { formatAgo, formatMoment } from '@/lib/format';
import { deviceName, isHandheld } from '../model/device-name';

type Props = { login: Login; disabled: boolean; onEnd: () => void };

/** One login: what, from where, since when. */
export function LoginRow({ login, disabled, onEnd }: Props) {
  const { t } = useTranslation('settings');
  const Icon = isHandheld(login.user_agent) ? Smartphone : Monitor;
  const name = deviceName(login.user_agent) || t('unknown_device');
  return (
    <li className="flex items-center gap-3 p-4">
      <Icon className="text-muted-foreground size-5 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium" title={login.user_agent}>
          {name}
          {login.current && <Badge variant="primary">{t('this_device')}</Badge>}
        </p>
        <p className="text-muted-foreground text-xs" title={formatMoment(login.last_used_at)}>
          {[login.address, t('last_used', { when: formatAgo(login.last_used_at) })].filter(Boolean).join(' · ')}
        </p>
      </div>
      {!login.current && (
        <Button variant="ghost" size="sm" disabled={disabled} aria-label={t('end_login_on', { name })} onClick={onEnd}>
          {t('end_login')}
        </Button>
      )}
    </li>
  );
}
