import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Card, CardTitle } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { showServerErrors } from '@/lib/form-errors';
import { toast } from '@/lib/toast';
import { useUpdatePreferences } from '../api/preferences';

/** What the user wants every model to know or do. */
export function InstructionsForm({ saved }: { saved: string }) {
  const { t } = useTranslation('settings');
  const update = useUpdatePreferences();
  const form = useForm({ defaultValues: { instructions: saved } });
  const { errors, isDirty } = form.formState;

  const submit = form.handleSubmit(async ({ instructions }) => {
    try {
      await update.mutateAsync({ instructions: instructions.trim() === '' ? null : instructions });
      form.reset({ instructions });
      toast(t('instructions_saved'));
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <Card>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <CardTitle>{t('instructions')}</CardTitle>
        <FormError message={errors.root?.message} />
        <Field label={t('instructions_label')} hint={t('instructions_hint')} error={errors.instructions?.message}>
          {(control) => (
            <Textarea {...control} placeholder={t('instructions_example')} {...form.register('instructions')} />
          )}
        </Field>
        <SubmitButton pending={update.isPending} disabled={update.isPending || !isDirty} className="self-start">
          {t('common:save')}
        </SubmitButton>
      </form>
    </Card>
  );
}
