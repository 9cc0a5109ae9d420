import { zodResolver } from '@hookform/resolvers/zod';
import { FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import { showServerErrors } from '@/lib/form-errors';
import { toast } from '@/lib/toast';
import { usePutAlias } from '../api/aliases';
import { useSystemModels } from '../api/models';
import type { ModelAlias } from '@/api/generated';
import { aliasSchema, aliasValues, toPutAlias, type AliasValues } from '../model/alias-form';
import { AliasOptions } from './alias-options';
import { TargetRows } from './target-rows';

type Props = {
  /** The alias that is changed; absent while one is made. */
  alias?: ModelAlias | undefined;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Makes or changes an alias. Give it a new `key` for each opening. */
export function AliasDialog({ alias, open, onOpenChange }: Props) {
  const { t } = useTranslation('gateway');
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="max-w-2xl">
        <DialogHeader>
          <DialogTitle>{alias === undefined ? t('create_alias') : t('edit_alias', { name: alias.name })}</DialogTitle>
          <DialogDescription>{t('alias_description')}</DialogDescription>
        </DialogHeader>
        <AliasForm alias={alias} onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function AliasForm({ alias, onDone }: { alias: ModelAlias | undefined; onDone: () => void }) {
  const { t } = useTranslation('gateway');
  const models = useSystemModels();
  const put = usePutAlias();
  const form = useForm<AliasValues>({ resolver: zodResolver(aliasSchema), defaultValues: aliasValues(alias) });
  const { errors } = form.formState;
  const say = (message: string | undefined) => message && t(message);

  const submit = form.handleSubmit(async (values) => {
    try {
      await put.mutateAsync(toPutAlias(values, alias));
      toast(t('common:saved'));
      onDone();
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
        <FormError message={errors.root?.message} />
        <TextField
          label={t('alias_name')}
          placeholder="cheap"
          autoComplete="off"
          autoCapitalize="none"
          readOnly={alias !== undefined}
          error={say(errors.name?.message)}
          {...form.register('name')}
        />
        <TargetRows models={models.data ?? []} />
        <AliasOptions />
        <SubmitButton pending={form.formState.isSubmitting}>{t('common:save')}</SubmitButton>
      </form>
    </FormProvider>
  );
}
