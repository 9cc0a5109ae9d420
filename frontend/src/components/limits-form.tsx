import { zodResolver } from '@hookform/resolvers/zod';
import { FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Limits } from '@/api/generated';
import { showServerErrors } from '@/lib/form-errors';
import { limitsShape, limitValues, toLimits, type LimitValues } from '@/lib/limits-shape';
import { z } from '@/lib/z';
import { FormError } from './form-error';
import { LimitFields } from './limit-fields';
import { SubmitButton } from './submit-button';

type Props = {
  limits: Limits;
  /** Sends the limits; what it throws is shown. */
  onSubmit: (limits: Limits) => Promise<void>;
};

const schema = z.object(limitsShape);

/** Limits and budgets as a form of their own. */
export function LimitsForm({ limits, onSubmit }: Props) {
  const { t } = useTranslation();
  const form = useForm<LimitValues>({ resolver: zodResolver(schema), defaultValues: limitValues(limits) });
  const submit = form.handleSubmit(async (values) => {
    try {
      await onSubmit(toLimits(values));
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
        <FormError message={form.formState.errors.root?.message} />
        <LimitFields />
        <SubmitButton pending={form.formState.isSubmitting}>{t('save')}</SubmitButton>
      </form>
    </FormProvider>
  );
}
