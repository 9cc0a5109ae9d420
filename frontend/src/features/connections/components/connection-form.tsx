import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionKindInfo, Scope } from '@/api/generated';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { TextField } from '@/components/ui/text-field';
import { showServerErrors } from '@/lib/form-errors';
import { connectionSchema, initialValues, needsAddress, takesAddress, takesKey, takesTurns, type ConnectionValues } from '../model/connection-form';
import { KeyField } from './key-field';
import { ScopeField } from './scope-field';

type Props = {
  kind: ConnectionKindInfo;
  /** The connection that is changed; absent while one is made. */
  existing?: Connection;
  /** Whose connection it will be; `choose` lets an admin say. */
  scope: Scope | 'choose';
  /** Sends the values; what it throws lands on the fields. */
  onSubmit: (values: ConnectionValues) => Promise<void>;
};

/** Asks for what a vendor needs. */
export function ConnectionForm({ kind, existing, scope, onSubmit }: Props) {
  const { t } = useTranslation('settings');
  const form = useForm<ConnectionValues>({
    resolver: zodResolver(connectionSchema(kind, existing)),
    defaultValues: initialValues(kind, existing, scope === 'choose' ? 'user' : scope),
  });
  const { errors, isSubmitting } = form.formState;
  const say = (message: string | undefined) => message && t(message);

  const submit = form.handleSubmit(async (values) => {
    try {
      await onSubmit(values);
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError message={errors.root?.message} />
      {takesKey(kind) && (
        <KeyField kind={kind} existing={existing} error={say(errors.api_key?.message)} {...form.register('api_key')} />
      )}
      {takesAddress(kind) && (
        <TextField
          label={t(needsAddress(kind) ? 'base_url' : 'base_url_optional')}
          type="url"
          inputMode="url"
          placeholder={kind.default_base_url ?? 'https://api.example.com/v1'}
          error={say(errors.base_url?.message)}
          {...form.register('base_url')}
        />
      )}
      <TextField
        label={t('connection_name')}
        placeholder={kind.name}
        autoComplete="off"
        error={say(errors.name?.message)}
        {...form.register('name')}
      />
      {takesTurns(kind) && (
        <TextField
          label={t('max_parallel')}
          hint={t('max_parallel_hint')}
          inputMode="numeric"
          placeholder={t('max_parallel_any')}
          autoComplete="off"
          error={say(errors.max_parallel?.message)}
          {...form.register('max_parallel')}
        />
      )}
      {scope === 'choose' && existing === undefined && (
        <Controller
          control={form.control}
          name="scope"
          render={({ field }) => <ScopeField value={field.value} onChange={field.onChange} />}
        />
      )}
      <SubmitButton pending={isSubmitting}>{existing === undefined ? t('connect') : t('common:save')}</SubmitButton>
    </form>
  );
}
