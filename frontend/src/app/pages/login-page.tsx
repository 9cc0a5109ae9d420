import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getInstanceOptions } from '@/api/generated/@tanstack/react-query.gen';
import { AuthCard } from '@/features/auth/components/auth-card';
import { LoginForm } from '@/features/auth/components/login-form';
import { safePath } from '@/lib/safe-path';

const route = getRouteApi('/login');

/** Lets people in and leads them back to where they wanted to be. */
export function LoginPage() {
  const { t } = useTranslation('auth');
  const { redirect } = route.useSearch();
  const router = useRouter();
  const instance = useQuery(getInstanceOptions());
  return (
    <AuthCard
      title={t('welcome_back')}
      subtitle={t('log_in_subtitle', { name: instance.data?.name ?? 'Pallium' })}
      footer={
        instance.data?.registration_enabled === true && (
          <>
            {t('no_account')}{' '}
            <Link to="/register" className="text-primary-text font-medium underline underline-offset-2">
              {t('create_account')}
            </Link>
          </>
        )
      }
    >
      <LoginForm onDone={() => router.history.push(safePath(redirect))} />
    </AuthCard>
  );
}
