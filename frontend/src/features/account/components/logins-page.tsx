import { useTranslation } from 'react-i18next';
import type { Login } from '@/api/generated';
import { Faces } from '@/components/faces';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { toast, toastError } from '@/lib/toast';
import { useLogins, useRevokeLogin } from '../api/logins';
import { LoginRow } from './login-row';

/** Where the user is logged in, and how to end that. */
export function LoginsPage() {
  const { t } = useTranslation('settings');
  const logins = useLogins();
  const revoke = useRevokeLogin();
  const others = logins.data?.items.filter((login) => !login.current) ?? [];
  const end = (which: string) =>
    revoke.mutate(which, {
      onSuccess: () => toast(t('login_ended')),
      onError: (thrown) => toastError(t('login_not_ended'), thrown),
    });

  return (
    <Page
      title={t('logins')}
      description={t('logins_description')}
      actions={
        others.length > 0 && (
          <Button variant="outline" disabled={revoke.isPending} onClick={() => end('others')}>
            {t('end_other_logins')}
          </Button>
        )
      }
    >
      <Faces query={logins}>
        {({ items }) => (
          <ul className="bg-card divide-y rounded-xl border">
            {currentFirst(items).map((login) => (
              <LoginRow key={login.id} login={login} disabled={revoke.isPending} onEnd={() => end(login.id)} />
            ))}
          </ul>
        )}
      </Faces>
    </Page>
  );
}

function currentFirst(logins: Login[]): Login[] {
  return logins.toSorted((a, b) => Number(b.current) - Number(a.current));
}
