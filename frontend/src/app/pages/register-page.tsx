import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Instance } from '@/api/generated';
import { getInstanceOptions, getInstanceQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { Faces } from '@/components/faces';
import { AuthCard } from '@/features/auth/components/auth-card';
import { RegisterForm } from '@/features/auth/components/register-form';

/** Makes an account: the owner's on a first start, a member's where registration is open. */
export function RegisterPage() {
  const { t } = useTranslation('auth');
  const instance = useQuery(getInstanceOptions());
  const first = instance.data?.needs_owner === true;
  return (
    <AuthCard
      title={t(first ? 'set_up' : 'create_account')}
      subtitle={t(first ? 'set_up_subtitle' : 'register_subtitle')}
      footer={
        !first && (
          <>
            {t('have_account')}{' '}
            <Link to="/login" className="text-primary-text font-medium underline underline-offset-2">
              {t('log_in')}
            </Link>
          </>
        )
      }
    >
      <Faces query={instance}>{(data) => <Registration instance={data} />}</Faces>
    </AuthCard>
  );
}

function Registration({ instance }: { instance: Instance }) {
  const { t } = useTranslation('auth');
  const { token } = useSearch({ strict: false });
  const navigate = useNavigate();
  const queries = useQueryClient();
  if (!instance.needs_owner && !instance.registration_enabled) {
    return <p className="text-muted-foreground text-sm">{t('registration_closed')}</p>;
  }
  const wantsToken = instance.needs_owner && instance.setup_token_required;
  return (
    <RegisterForm
      setupToken={wantsToken ? (token ?? '') : undefined}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: getInstanceQueryKey() });
        void navigate({ to: '/welcome' });
      }}
    />
  );
}
