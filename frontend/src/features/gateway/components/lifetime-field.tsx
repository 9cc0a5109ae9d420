import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { formatMoment } from '@/lib/format';
import type { ApiKey } from '@/api/generated';
import { LIFETIMES } from '../model/key-form';

type Lifetime = (typeof LIFETIMES)[number];
type Props = { apiKey: ApiKey | undefined; value: Lifetime; onChange: (value: Lifetime) => void };

/** When a key ends: as it is, never, or so many days from now. */
export function LifetimeField({ apiKey, value, onChange }: Props) {
  const { t } = useTranslation('gateway');
  const end = apiKey?.expires_at ?? null;
  const label = (lifetime: Lifetime) =>
    lifetime === 'keep' && end !== null ? formatMoment(end) : t(`lifetime_${lifetime === 'keep' ? 'never' : lifetime}`);
  // A new key has no end to keep, and one without an end keeps just that.
  const offered = LIFETIMES.filter((lifetime) => {
    if (lifetime === 'keep') return apiKey !== undefined;
    return lifetime !== 'never' || apiKey === undefined || end !== null;
  });
  return (
    <Field label={t('expires')}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onValueChange={onChange}
          options={offered.map((lifetime) => ({ value: lifetime, label: label(lifetime) }))}
        />
      )}
    </Field>
  );
}
