import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { PasswordField } from '@/components/ui/password-field';
import { TextField } from '@/components/ui/text-field';
import { showServerErrors } from '@/lib/form-errors';
import { z } from '@/lib/z';
import { useLogin } from '../api/login';

const schema = z.object({
  email: z.string().trim().min(1, 'auth:email_missing'),
  password: z.string().min(1, 'auth:password_missing'),
});

/** Asks for email and password; `onDone` follows a login. */
export function LoginForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('auth');
  const login = useLogin();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { email: '', password: '' } });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await login.mutateAsync(values);
      onDone();
    } catch (thrown) {
      showServerErrors(form, thrown);
      form.setFocus('password');
    }
  });

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError message={errors.root?.message} />
      <TextField
        label={t('email')}
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        error={errors.email?.message && t(errors.email.message)}
        {...form.register('email')}
      />
      <PasswordField
        label={t('password')}
        autoComplete="current-password"
        error={errors.password?.message && t(errors.password.message)}
        {...form.register('password')}
      />
      <SubmitButton pending={login.isPending} size="lg">
        {t('log_in')}
      </SubmitButton>
    </form>
  );
}
