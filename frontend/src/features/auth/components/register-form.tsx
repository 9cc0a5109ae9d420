import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { PasswordField } from '@/components/ui/password-field';
import { TextField } from '@/components/ui/text-field';
import { showServerErrors } from '@/lib/form-errors';
import { PASSWORD_CHARACTERS_MIN } from '@/lib/limits';
import { useRegister } from '../api/register';

const schema = z.object({
  name: z.string().trim().min(1, 'auth:name_missing'),
  email: z.string().trim().pipe(z.email('auth:email_wrong')),
  password: z.string().min(PASSWORD_CHARACTERS_MIN, 'auth:password_short'),
  setup_token: z.string().trim(),
});

type Props = {
  /** From the setup link; `undefined` hides the field. */
  setupToken: string | undefined;
  onDone: () => void;
};

/** Makes an account; `onDone` follows, logged in. */
export function RegisterForm({ setupToken, onDone }: Props) {
  const { t } = useTranslation('auth');
  const register = useRegister();
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: '', email: '', password: '', setup_token: setupToken ?? '' },
  });
  const { errors } = form.formState;
  const say = (message: string | undefined) => message && t(message, { min: PASSWORD_CHARACTERS_MIN });

  const submit = form.handleSubmit(async ({ setup_token, ...values }) => {
    try {
      await register.mutateAsync(setup_token === '' ? values : { ...values, setup_token });
      onDone();
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError message={errors.root?.message} />
      <TextField label={t('name')} autoComplete="name" error={say(errors.name?.message)} {...form.register('name')} />
      <TextField
        label={t('email')}
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        error={say(errors.email?.message)}
        {...form.register('email')}
      />
      <PasswordField
        label={t('password')}
        autoComplete="new-password"
        hint={t('password_hint', { min: PASSWORD_CHARACTERS_MIN })}
        error={say(errors.password?.message)}
        {...form.register('password')}
      />
      {setupToken !== undefined && (
        <TextField
          label={t('setup_token')}
          hint={t('setup_token_hint')}
          autoComplete="off"
          spellCheck={false}
          error={say(errors.setup_token?.message)}
          {...form.register('setup_token')}
        />
      )}
      <SubmitButton pending={register.isPending} size="lg">
        {t('create_account')}
      </SubmitButton>
    </form>
  );
}
