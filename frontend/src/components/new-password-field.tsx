import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { PASSWORD_CHARACTERS_MIN } from '@/lib/limits';
import { PasswordField } from './ui/password-field';

/** A password to set. Its error may be a key of a translation, as `newPassword` gives it. */
export function NewPasswordField({ error, ...props }: ComponentProps<typeof PasswordField>) {
  const { t } = useTranslation('auth');
  return <PasswordField autoComplete="new-password" error={error && t(error, { min: PASSWORD_CHARACTERS_MIN })} {...props} />;
}
