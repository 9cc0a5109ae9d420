import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { useUser } from '@/lib/auth-store';
import { useAllUsers } from '@/lib/use-all-users';

type Props = { value: string; error: string | undefined; onChange: (owner: string) => void };

/** Whose a new key is; the empty value is one's own. */
export function KeyOwnerField({ value, error, onChange }: Props) {
  const { t } = useTranslation('gateway');
  const user = useUser();
  const others = (useAllUsers().data ?? []).filter(({ id, disabled }) => id !== user.id && !disabled);
  return (
    <Field label={t('owner')} hint={t('owner_hint')} error={error}>
      {(control) => (
        <Select<string | null>
          {...control}
          value={value === '' ? null : value}
          onValueChange={(next) => onChange(next ?? '')}
          options={[{ value: null, label: t('yourself') }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
    </Field>
  );
}
