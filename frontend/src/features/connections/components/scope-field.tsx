import { useTranslation } from 'react-i18next';
import type { Scope } from '@/api/generated';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';

type Props = { value: Scope; onChange: (scope: Scope) => void };

/** Whose connection it is. */
export function ScopeField({ value, onChange }: Props) {
  const { t } = useTranslation('settings');
  return (
    <Field label={t('scope')} hint={t(`scope_${value}_hint`)}>
      {(control) => (
        <Select<Scope>
          {...control}
          value={value}
          onValueChange={onChange}
          options={[
            { value: 'user', label: t('scope_user') },
            { value: 'system', label: t('scope_system') },
          ]}
        />
      )}
    </Field>
  );
}
