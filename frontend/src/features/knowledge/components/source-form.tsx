import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Source } from '@/api/generated';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { Textarea } from '@/components/ui/textarea';
import { useUser } from '@/lib/auth-store';
import { showServerErrors } from '@/lib/form-errors';
import { toast } from '@/lib/toast';
import { useCreateSource, useUpdateSource } from '../api/sources';
import { DEPTHS, KINDS, REFRESHES, sourceBody, sourceShape, sourceValues, type SourceValues } from '../model/source-form';

type Props = { collectionId: string; source: Source | undefined; onDone: () => void };

/** Where documents come from, and how often that is looked at. A place itself is not changed: another is added. */
export function SourceForm({ collectionId, source, onDone }: Props) {
  const { t } = useTranslation('knowledge');
  // Folders of the server's machine are for those who run it.
  const admin = useUser().role !== 'member';
  const create = useCreateSource(collectionId);
  const update = useUpdateSource(source ?? { id: '', collection_id: collectionId } as Source);
  const form = useForm<SourceValues>({ resolver: zodResolver(sourceShape), defaultValues: sourceValues(source) });
  const { errors, isSubmitting } = form.formState;
  const kind = useWatch({ control: form.control, name: 'kind' });
  const submit = form.handleSubmit(async (values) => {
    const { location, ...rest } = sourceBody(values);
    try {
      if (source === undefined) await create.mutateAsync({ kind: values.kind, location, ...rest });
      else await update.mutateAsync(rest);
      toast(t(source === undefined ? 'source_added' : 'common:saved'));
      onDone();
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });
  const choice = <T extends keyof SourceValues>(name: T, label: string, options: { value: SourceValues[T] & (string | null); label: string }[], hint?: string) => (
    <Controller
      control={form.control}
      name={name}
      render={({ field }) => (
        <Field label={label} hint={hint}>
          {({ id }) => <Select id={id} aria-label={label} value={field.value as SourceValues[T] & (string | null)} onValueChange={field.onChange} options={options} />}
        </Field>
      )}
    />
  );
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError message={errors.root?.message} />
      {source === undefined && choice('kind', t('source_kind'), KINDS.filter((one) => admin || one !== 'folder').map((value) => ({ value, label: t(`source_${value}`) })))}
      {source === undefined && (
        <TextField
          label={t(`location_${kind}`)}
          placeholder={t(`location_${kind}_example`)}
          hint={t(`location_${kind}_hint`)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          {...(kind !== 'folder' && { type: 'url', inputMode: 'url' as const })}
          error={errors.location?.message && t(errors.location.message)}
          {...form.register('location')}
        />
      )}
      {kind === 'git' && <TextField label={t('branch')} hint={t('branch_hint')} autoComplete="off" autoCapitalize="none" {...form.register('reference')} />}
      {kind === 'url' && choice('depth', t('depth'), DEPTHS.map((value) => ({ value, label: t(`depth_${value}`) })), t('depth_hint'))}
      {choice('refresh', t('refresh'), REFRESHES.map((value) => ({ value, label: t(`refresh_${value}`) })))}
      {kind !== 'url' && (
        <Field label={t('ignore')} hint={t('ignore_hint')}>
          {(control) => <Textarea {...control} className="min-h-20 font-mono text-xs" spellCheck={false} placeholder={'*.log\nnode_modules/'} {...form.register('ignore')} />}
        </Field>
      )}
      <SubmitButton pending={isSubmitting}>{t(source === undefined ? 'add_source' : 'common:save')}</SubmitButton>
    </form>
  );
}
