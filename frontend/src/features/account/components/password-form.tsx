import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormError } from '@/components/form-error';
import { NewPasswordField } from '@/components/new-password-field';
import { SubmitButton } from '@/components/submit-button';
import { Card, CardTitle } from '@/components/ui/card';
import { PasswordField } from '@/components/ui/password-field';
import { newPassword } from '@/lib/account-shape';
import { showServerErrors } from '@/lib/form-errors';
import { PASSWORD_CHARACTERS_MIN } from '@/lib/limits';
import { toast } from '@/lib/toast';
import { z } from '@/lib/z';
import { useChangePassword } from '../api/change-password';

const schema = z.object({
  current_password: z.string().min(1, 'settings:current_password_missing'),
  new_password: newPassword,
});

const EMPTY = { current_password: '', new_password: '' };

/** Changes the password. */
export function PasswordForm() {
  const { t } = useTranslation('settings');
  const change = useChangePassword();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: EMPTY });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await change.mutateAsync(values);
      form.reset(EMPTY);
      toast(t('password_saved'));
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <Card>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex max-w-md flex-col gap-4">
        <CardTitle>{t('password')}</CardTitle>
        <FormError message={errors.root?.message} />
        <PasswordField
          label={t('current_password')}
          autoComplete="current-password"
          error={errors.current_password?.message && t(errors.current_password.message)}
          {...form.register('current_password')}
        />
        <NewPasswordField
          label={t('new_password')}
          hint={t('password_hint', { min: PASSWORD_CHARACTERS_MIN })}
          error={errors.new_password?.message}
          {...form.register('new_password')}
        />
        <SubmitButton pending={change.isPending} className="self-start">
          {t('change_password')}
        </SubmitButton>
      </form>
    </Card>
  );
}
