import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parameters } from '@/api/generated';
import { TextField } from '@/components/ui/text-field';

interface Props {
  name: 'temperature' | 'top_p' | 'max_output_tokens';
  value: number | null | undefined;
  min?: number;
  max?: number;
  step: number;
  onChange: (change: Parameters) => void;
}

/** A number that may be left to the vendor. It is saved when the field is left, and only when it is possible. */
export function NumberParameter({ name, value, min = 0, max, step, onChange }: Props) {
  const { t } = useTranslation('chat');
  const [error, setError] = useState<string>();
  const save = (text: string) => {
    const next = text === '' ? null : Number(text);
    const possible = next === null || (next >= min && next <= (max ?? Infinity));
    setError(possible ? undefined : t('out_of_range', { min, max: max ?? '∞' }));
    if (possible && next !== (value ?? null)) onChange({ [name]: next });
  };
  return (
    <TextField
      key={value ?? 'default'}
      type="number"
      inputMode="decimal"
      label={t(name)}
      hint={t(`${name}_hint`)}
      error={error}
      placeholder={t('vendor_default')}
      defaultValue={value ?? ''}
      min={min}
      max={max}
      step={step}
      onBlur={(event) => save(event.target.value)}
    />
  );
}
