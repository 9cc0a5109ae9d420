import { zodResolver } from '@hookform/resolvers/zod';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Card, CardTitle } from '@/components/ui/card';
import { PasswordField } from '@/components/ui/password-field';
import { TextField } from '@/components/ui/text-field';
import { accountShape } from '@/lib/account-shape';
import { useUser } from '@/lib/auth-store';
import { showServerErrors } from '@/lib/form-errors';
import { toast } from '@/lib/toast';
import { z } from '@/lib/z';
import { useUpdateMe } from '../api/update-me';

const schema = z.object({
  name: accountShape.name,
  email: accountShape.email,
  current_password: z.string(),
});

/** Name and email; a new email needs the password. */
export function ProfileForm() {
  const { t } = useTranslation('settings');
  const user = useUser();
  const update = useUpdateMe();
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: user.name, email: user.email, current_password: '' },
  });
  const { errors } = form.formState;
  const emailChanges = useWatch({ control: form.control, name: 'email' }).trim() !== user.email;

  const submit = form.handleSubmit(async ({ name, email, current_password }) => {
    try {
      const saved = await update.mutateAsync(email === user.email ? { name } : { name, email, current_password });
      form.reset({ name: saved.name, email: saved.email, current_password: '' });
      toast(t('profile_saved'));
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <Card>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex max-w-md flex-col gap-4">
        <CardTitle>{t('you')}</CardTitle>
        <FormError message={errors.root?.message} />
        <TextField
          label={t('name')}
          autoComplete="name"
          error={errors.name?.message && t(errors.name.message)}
          {...form.register('name')}
        />
        <TextField
          label={t('email')}
          type="email"
          autoComplete="email"
          error={errors.email?.message && t(errors.email.message)}
          {...form.register('email')}
        />
        {emailChanges && (
          <PasswordField
            label={t('current_password')}
            hint={t('email_needs_password')}
            autoComplete="current-password"
            error={errors.current_password?.message}
            {...form.register('current_password')}
          />
        )}
        <SubmitButton pending={update.isPending} disabled={update.isPending || !form.formState.isDirty} className="self-start">
          {t('common:save')}
        </SubmitButton>
      </form>
    </Card>
  );
}
