import { useTranslation } from 'react-i18next';
import { useSharedWorkspaces } from '../api/workspaces';
import { CheckList } from './check-list';

type Props = { value: string[]; onChange: (workspaces: string[]) => void };

/** Which workspaces a rule is for; none is all. Nothing where there is no workspace to choose. */
export function WorkspaceChoice({ value, onChange }: Props) {
  const { t } = useTranslation('gateway');
  const workspaces = useSharedWorkspaces().data ?? [];
  const offered = workspaces.map(({ id, name }) => ({ value: id, label: name }));
  // A rule may name somebody's private space, which is nobody else's to see.
  const other = value.filter((id) => !workspaces.some((workspace) => workspace.id === id)).map((id) => ({ value: id, label: id }));
  if (offered.length + other.length === 0) return null;
  return (
    <CheckList
      legend={t('in_workspaces')}
      hint={t('in_workspaces_hint')}
      options={[...offered, ...other]}
      value={value}
      onChange={onChange}
      className="max-h-36 flex-col flex-nowrap overflow-y-auto rounded-lg border px-3 py-2"
    />
  );
}
