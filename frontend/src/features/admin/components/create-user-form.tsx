import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { AccountFields } from '@/components/account-fields';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { accountShape } from '@/lib/account-shape';
import { showServerErrors } from '@/lib/form-errors';
import { toast } from '@/lib/toast';
import { z } from '@/lib/z';
import { useCreateUser } from '../api/create-user';
import { RoleField } from './role-field';

const schema = z.object({ ...accountShape, role: z.enum(['owner', 'admin', 'member']) });

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
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <FormError message={errors.root?.message} />
        <AccountFields whose="other" passwordLabel={t('first_password')} passwordHint={t('first_password_hint')} />
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => <RoleField value={field.value} onChange={field.onChange} error={errors.role?.message} />}
        />
        <SubmitButton pending={create.isPending}>{t('create_user')}</SubmitButton>
      </form>
    </FormProvider>
  );
}
