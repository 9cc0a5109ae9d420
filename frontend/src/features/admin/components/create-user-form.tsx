import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { PasswordField } from '@/components/ui/password-field';
import { TextField } from '@/components/ui/text-field';
import { showServerErrors } from '@/lib/form-errors';
import { PASSWORD_CHARACTERS_MIN } from '@/lib/limits';
import { toast } from '@/lib/toast';
import { useCreateUser } from '../api/create-user';
import { RoleField } from './role-field';

const schema = z.object({
  name: z.string().trim().min(1, 'auth:name_missing'),
  email: z.string().trim().pipe(z.email('auth:email_wrong')),
  password: z.string().min(PASSWORD_CHARACTERS_MIN, 'auth:password_short'),
  role: z.enum(['owner', 'admin', 'member']),
});

type Values = z.infer<typeof schema>;

/** Name, email, first password and role of a new account. */
export function CreateUserForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('admin');
  const create = useCreateUser();
  const form = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { name: '', email: '', password: '', role: 'member' },
  });
  const { errors } = form.formState;
  const say = (message: string | undefined) => message && t(message, { min: PASSWORD_CHARACTERS_MIN });

  const submit = form.handleSubmit(async (values) => {
    try {
      const user = await create.mutateAsync(values);
      toast(t('user_created', { name: user.name }));
      onDone();
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError message={errors.root?.message} />
      <TextField label={t('auth:name')} autoComplete="off" error={say(errors.name?.message)} {...form.register('name')} />
      <TextField
        label={t('auth:email')}
        type="email"
        autoComplete="off"
        error={say(errors.email?.message)}
        {...form.register('email')}
      />
      <PasswordField
        label={t('first_password')}
        autoComplete="new-password"
        hint={t('first_password_hint')}
        error={say(errors.password?.message)}
        {...form.register('password')}
      />
      <Controller
        control={form.control}
        name="role"
        render={({ field }) => <RoleField value={field.value} onChange={field.onChange} error={errors.role?.message} />}
      />
      <SubmitButton pending={create.isPending}>{t('create_user')}</SubmitButton>
    </form>
  );
}
