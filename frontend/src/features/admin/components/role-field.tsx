import { useTranslation } from 'react-i18next';
import type { Role } from '@/api/generated';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { useUser } from '@/lib/auth-store';
import { rolesToGive } from '../model/may-change';

type Props = { value: Role; onChange: (role: Role) => void; error?: string | undefined };

/** What somebody may do. */
export function RoleField({ value, onChange, error }: Props) {
  const { t } = useTranslation('admin');
  const actor = useUser();
  return (
    <Field label={t('role')} hint={t(`role_${value}_hint`)} error={error}>
      {(control) => (
        <Select<Role>
          {...control}
          value={value}
          onValueChange={onChange}
          options={rolesToGive(actor).map((role) => ({ value: role, label: t(`role_${role}`) }))}
        />
      )}
    </Field>
  );
}
