import { useTranslation } from 'react-i18next';
import { Select } from '@/components/ui/select';

/** Days that a page of usage looks back, today among them. */
export const PERIODS = ['7', '30', '90'] as const;
export type Period = (typeof PERIODS)[number];

type Props = { value: Period; onChange: (value: Period) => void };

export function PeriodSelect({ value, onChange }: Props) {
  const { t } = useTranslation('gateway');
  return (
    <Select
      aria-label={t('period')}
      className="w-auto min-w-36"
      value={value}
      onValueChange={onChange}
      options={PERIODS.map((days) => ({ value: days, label: t('last_days', { count: Number(days) }) }))}
    />
  );
}
