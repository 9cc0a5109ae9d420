import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page';
import { ChatDefaultsForm } from './chat-defaults-form';
import { PasswordForm } from './password-form';
import { ProfileForm } from './profile-form';

/** Who the user is, and what every chat knows of them. */
export function ProfilePage() {
  const { t } = useTranslation('settings');
  return (
    <Page title={t('profile')} description={t('profile_description')}>
      <ProfileForm />
      <ChatDefaultsForm />
      <PasswordForm />
    </Page>
  );
}
