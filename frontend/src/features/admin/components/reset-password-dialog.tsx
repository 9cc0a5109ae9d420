import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/generated';
import { FormError } from '@/components/form-error';
import { NewPasswordField } from '@/components/new-password-field';
import { SubmitButton } from '@/components/submit-button';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { newPassword } from '@/lib/account-shape';
import { showServerErrors } from '@/lib/form-errors';
import { toast } from '@/lib/toast';
import { z } from '@/lib/z';
import { useResetPassword } from '../api/reset-password';

type Props = { user: User; open: boolean; onOpenChange: (open: boolean) => void };

const schema = z.object({ new_password: newPassword });

/** Gives somebody another password. */
export function ResetPasswordDialog({ user, open, onOpenChange }: Props) {
  const { t } = useTranslation('admin');
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t('reset_password_of', { name: user.name })}</DialogTitle>
          <DialogDescription>{t('reset_password_description')}</DialogDescription>
        </DialogHeader>
        <ResetPasswordForm user={user} onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function ResetPasswordForm({ user, onDone }: { user: User; onDone: () => void }) {
  const { t } = useTranslation('admin');
  const reset = useResetPassword(user.id);
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { new_password: '' } });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async ({ new_password }) => {
    try {
      await reset.mutateAsync(new_password);
      toast(t('password_reset', { name: user.name }));
      onDone();
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError message={errors.root?.message} />
      <NewPasswordField label={t('new_password')} error={errors.new_password?.message} {...form.register('new_password')} />
      <SubmitButton pending={reset.isPending}>{t('reset_password')}</SubmitButton>
    </form>
  );
}
