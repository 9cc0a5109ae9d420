import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormError } from '@/components/form-error';
import { LimitFields } from '@/components/limit-fields';
import { SubmitButton } from '@/components/submit-button';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { Textarea } from '@/components/ui/textarea';
import { useUser } from '@/lib/auth-store';
import { showServerErrors } from '@/lib/form-errors';
import type { ApiKey } from '@/api/generated';
import { keySchema, keyValues, type KeyValues } from '../model/key-form';
import { KeyApiSwitch } from './key-api-switch';
import { KeyOwnerField } from './key-owner-field';
import { KeyWorkspaceField } from './key-workspace-field';
import { LifetimeField } from './lifetime-field';

type Props = {
  /** The key that is changed; absent while one is made. */
  apiKey?: ApiKey;
  /** Whether a new key may be somebody else's. */
  chooseOwner?: boolean;
  /** Sends the values; what it throws lands on the fields. */
  onSubmit: (values: KeyValues) => Promise<void>;
};

/** Asks what a key may do. */
export function KeyForm({ apiKey, chooseOwner = false, onSubmit }: Props) {
  const { t } = useTranslation('gateway');
  const mayLoosen = useUser().role !== 'member';
  const form = useForm<KeyValues>({ resolver: zodResolver(keySchema(apiKey, mayLoosen)), defaultValues: keyValues(apiKey) });
  const { errors } = form.formState;
  const say = (message: string | undefined) => message && t(message);

  const submit = form.handleSubmit(async (values) => {
    try {
      await onSubmit(values);
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
        <FormError message={errors.root?.message} />
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <TextField
            label={t('key_name')}
            placeholder={t('key_name_example')}
            autoComplete="off"
            error={say(errors.name?.message)}
            {...form.register('name')}
          />
          <Controller
            control={form.control}
            name="lifetime"
            render={({ field }) => <LifetimeField apiKey={apiKey} value={field.value} onChange={field.onChange} />}
          />
        </div>
        {chooseOwner && (
          <Controller
            control={form.control}
            name="owner_id"
            render={({ field }) => (
              <KeyOwnerField value={field.value} error={say(errors.owner_id?.message)} onChange={field.onChange} />
            )}
          />
        )}
        {apiKey === undefined && <KeyWorkspaceField />}
        <Field label={t('allowed_models')} hint={t('allowed_models_hint')} error={say(errors.allowed_models?.message)}>
          {(control) => <Textarea {...control} className="min-h-16" placeholder={t('all_models')} {...form.register('allowed_models')} />}
        </Field>
        <LimitFields hint={apiKey === undefined || mayLoosen ? t('limits_hint') : t('limits_hint_lower')} />
        <KeyApiSwitch ownerId={apiKey?.owner_id} had={apiKey?.scopes.includes('api') ?? false} />
        <SubmitButton pending={form.formState.isSubmitting}>{t(apiKey === undefined ? 'create_key' : 'common:save')}</SubmitButton>
      </form>
    </FormProvider>
  );
}
