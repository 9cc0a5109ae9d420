import { zodResolver } from '@hookform/resolvers/zod';
import { FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { AccountFields } from '@/components/account-fields';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { TextField } from '@/components/ui/text-field';
import { accountShape } from '@/lib/account-shape';
import { showServerErrors } from '@/lib/form-errors';
import { PASSWORD_CHARACTERS_MIN } from '@/lib/limits';
import { z } from '@/lib/z';
import { useRegister } from '../api/register';

const schema = z.object({ ...accountShape, setup_token: z.string().trim() });

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

  const submit = form.handleSubmit(async ({ setup_token, ...values }) => {
    try {
      await register.mutateAsync(setup_token === '' ? values : { ...values, setup_token });
      onDone();
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <FormError message={errors.root?.message} />
        <AccountFields
          whose="own"
          passwordLabel={t('password')}
          passwordHint={t('password_hint', { min: PASSWORD_CHARACTERS_MIN })}
        />
        {setupToken !== undefined && (
          <TextField
            label={t('setup_token')}
            hint={t('setup_token_hint')}
            autoComplete="off"
            spellCheck={false}
            error={errors.setup_token?.message}
            {...form.register('setup_token')}
          />
        )}
        <SubmitButton pending={register.isPending} size="lg">
          {t('create_account')}
        </SubmitButton>
      </form>
    </FormProvider>
  );
}
