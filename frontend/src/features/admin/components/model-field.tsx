import { useTranslation } from 'react-i18next';
import type { ModelChoice, OfferedModel } from '@/api/generated';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';

type Props = {
  label: string;
  hint: string;
  /** What it means to choose none. */
  none: string;
  models: OfferedModel[];
  value: ModelChoice | null;
  disabled: boolean;
  onChange: (choice: ModelChoice | null) => void;
};

/** One of the system's models, or none. */
export function ModelField({ label, hint, none, models, value, disabled, onChange }: Props) {
  const { t } = useTranslation('admin');
  const keyOf = (choice: ModelChoice) => `${choice.connection_id}/${choice.model}`;
  const offered = models.map((model) => ({
    value: keyOf({ connection_id: model.connection_id, model: model.id }),
    label: `${model.name} · ${model.connection_name}`,
    choice: { connection_id: model.connection_id, model: model.id },
  }));
  const chosen = value === null ? null : keyOf(value);
  const gone =
    chosen !== null && !offered.some((option) => option.value === chosen)
      ? [{ value: chosen, label: t('model_gone', { model: value?.model }) }]
      : [];
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Select<string | null>
          {...control}
          disabled={disabled}
          options={[{ value: null, label: none }, ...gone, ...offered]}
          value={chosen}
          onValueChange={(next) => onChange(offered.find((option) => option.value === next)?.choice ?? null)}
        />
      )}
    </Field>
  );
}
