import { useTranslation } from 'react-i18next';
import type { WorkspaceRole } from '@/api/generated';
import { Select } from '@/components/ui/select';

/** The least first. */
const ROLES: WorkspaceRole[] = ['viewer', 'member', 'admin', 'owner'];

type Props = { label: string; value: WorkspaceRole; disabled?: boolean; onChange: (role: WorkspaceRole) => void };

/** What somebody may do in a workspace. */
export function WorkspaceRoleSelect({ label, value, disabled = false, onChange }: Props) {
  const { t } = useTranslation(['gateway', 'admin']);
  return (
    <Select
      aria-label={label}
      className="w-full sm:w-32"
      value={value}
      disabled={disabled}
      onValueChange={onChange}
      options={ROLES.map((role) => ({ value: role, label: t(`workspace_role_${role}`) }))}
    />
  );
}
