import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { Textarea } from '@/components/ui/textarea';
import { showServerErrors } from '@/lib/form-errors';
import { useCreateApiKey } from '../api/api-keys';
import type { ApiKeyWithText } from '@/api/generated';
import { keySchema, LIFETIMES, NEW_KEY, toCreateKey, type KeyValues } from '../model/key-form';
import { LimitFields } from './limit-fields';
import { SwitchRow } from './switch-row';

/** Asks what a new key may do, and makes it. */
export function KeyForm({ onCreated }: { onCreated: (key: ApiKeyWithText) => void }) {
  const { t } = useTranslation('gateway');
  const create = useCreateApiKey();
  const form = useForm<KeyValues>({ resolver: zodResolver(keySchema), defaultValues: NEW_KEY });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      onCreated(await create.mutateAsync(toCreateKey(values)));
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
        <FormError message={errors.root?.message} />
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label={t('key_name')}
            placeholder={t('key_name_example')}
            autoComplete="off"
            error={errors.name?.message && t(errors.name.message)}
            {...form.register('name')}
          />
          <Controller
            control={form.control}
            name="lifetime"
            render={({ field }) => (
              <Field label={t('expires')}>
                {(control) => (
                  <Select
                    {...control}
                    value={field.value}
                    onValueChange={field.onChange}
                    options={LIFETIMES.map((value) => ({ value, label: t(`lifetime_${value}`) }))}
                  />
                )}
              </Field>
            )}
          />
        </div>
        <Field label={t('allowed_models')} hint={t('allowed_models_hint')}>
          {(control) => <Textarea {...control} className="min-h-16" placeholder={t('all_models')} {...form.register('allowed_models')} />}
        </Field>
        <LimitFields />
        <Controller
          control={form.control}
          name="api"
          render={({ field }) => (
            <SwitchRow label={t('scope_api')} hint={t('scope_api_hint')} checked={field.value} onChange={field.onChange} />
          )}
        />
        <SubmitButton pending={form.formState.isSubmitting}>{t('create_key')}</SubmitButton>
      </form>
    </FormProvider>
  );
}
