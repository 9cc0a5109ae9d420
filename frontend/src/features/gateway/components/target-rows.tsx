import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { OfferedModel } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { choiceOf, newTarget, targetName, type AliasValues } from '../model/alias-form';
import { SortableList } from './sortable-list';

/** The models of an alias in their order, inside its form. */
export function TargetRows({ models }: { models: OfferedModel[] }) {
  const { t } = useTranslation('gateway');
  const { control, setValue, formState } = useFormContext<AliasValues>();
  const { append, remove } = useFieldArray({ control, name: 'targets' });
  const targets = useWatch({ control, name: 'targets' });
  const error = formState.errors.targets?.root?.message ?? formState.errors.targets?.message;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-sm font-medium">{t('targets')}</legend>
      <p className="text-muted-foreground text-xs">{t('targets_hint')}</p>
      <SortableList
        items={targets}
        keyOf={({ row }) => row}
        nameOf={({ choice }) => (choice === '' ? t('new_target') : targetName(choice, models))}
        label={t('targets')}
        className="divide-y rounded-lg border"
        onMove={(next) => setValue('targets', next, { shouldDirty: true })}
      >
        {(_, index) => <TargetRow index={index} models={models} onRemove={() => remove(index)} />}
      </SortableList>
      {error !== undefined && (
        <p role="alert" className="text-destructive text-xs font-medium">
          {t(error)}
        </p>
      )}
      <Button variant="outline" size="sm" className="self-start" onClick={() => append(newTarget())}>
        <Plus aria-hidden />
        {t('add_target')}
      </Button>
    </fieldset>
  );
}

type RowProps = { index: number; models: OfferedModel[]; onRemove: () => void };

function TargetRow({ index, models, onRemove }: RowProps) {
  const { t } = useTranslation('gateway');
  const { register, setValue, control, formState } = useFormContext<AliasValues>();
  const choice = useWatch({ control, name: `targets.${index}.choice` });
  const errors = formState.errors.targets?.[index];
  const offered = models.map((model) => ({
    value: choiceOf({ connection_id: model.connection_id, model: model.id }),
    label: `${model.connection_name} / ${model.name}`,
  }));
  const known = choice === '' || offered.some(({ value }) => value === choice);
  const gone = known ? [] : [{ value: choice, label: t('model_gone', { model: targetName(choice, models) }) }];
  const message = errors?.choice?.message ?? errors?.weight?.message ?? errors?.max_input_tokens?.message;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select<string | null>
        aria-label={t('model')}
        className="min-w-0 flex-1 basis-full sm:basis-48"
        value={choice === '' ? null : choice}
        aria-invalid={errors?.choice !== undefined || undefined}
        onValueChange={(next) => setValue(`targets.${index}.choice`, next ?? '', { shouldValidate: true })}
        options={[{ value: null, label: t('choose_model') }, ...gone, ...offered]}
      />
      <Input
        aria-label={t('weight')}
        title={t('weight_hint')}
        inputMode="numeric"
        className="w-16 text-right"
        aria-invalid={errors?.weight !== undefined || undefined}
        {...register(`targets.${index}.weight`)}
      />
      <Input
        aria-label={t('max_input_tokens')}
        title={t('max_input_tokens')}
        placeholder={t('any_length')}
        inputMode="numeric"
        className="min-w-0 flex-1 sm:w-32 sm:flex-none"
        aria-invalid={errors?.max_input_tokens !== undefined || undefined}
        {...register(`targets.${index}.max_input_tokens`)}
      />
      <IconButton label={t('remove_target')} onClick={onRemove}>
        <Trash2 aria-hidden />
      </IconButton>
      {message !== undefined && (
        <p role="alert" className="text-destructive basis-full text-xs font-medium">
          {t(message)}
        </p>
      )}
    </div>
  );
}
