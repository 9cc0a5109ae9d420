import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { NewPasswordField } from './new-password-field';
import { TextField } from './ui/text-field';

/** What browsers may fill in: one's own name and address, but not into somebody else's account. */
const AUTOCOMPLETE = { own: { name: 'name', email: 'username' }, other: { name: 'off', email: 'off' } } as const;

interface Props {
  whose: keyof typeof AUTOCOMPLETE;
  passwordLabel: string;
  passwordHint: ReactNode;
}

/** Name, email and password of an account to be made, inside a form of `accountShape`. */
export function AccountFields({ whose, passwordLabel, passwordHint }: Props) {
  const { t } = useTranslation('auth');
  const { register, formState } = useFormContext<{ name: string; email: string; password: string }>();
  const { name, email, password } = formState.errors;
  const { name: nameFill, email: emailFill } = AUTOCOMPLETE[whose];
  return (
    <>
      <TextField label={t('name')} autoComplete={nameFill} error={name?.message && t(name.message)} {...register('name')} />
      <TextField
        label={t('email')}
        type="email"
        autoComplete={emailFill}
        inputMode="email"
        autoCapitalize="none"
        error={email?.message && t(email.message)}
        {...register('email')}
      />
      <NewPasswordField label={passwordLabel} hint={passwordHint} error={password?.message} {...register('password')} />
    </>
  );
}
