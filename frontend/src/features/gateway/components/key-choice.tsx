import { useTranslation } from 'react-i18next';
import { useAllKeys } from '../api/api-keys';
import { useAllUsers } from '@/lib/use-all-users';
import { CheckList } from './check-list';

type Props = { value: string[]; onChange: (keys: string[]) => void };

/** Which keys a rule is for; none is all. Nothing where there is no key to choose. */
export function KeyChoice({ value, onChange }: Props) {
  const { t } = useTranslation('gateway');
  const keys = useAllKeys().data ?? [];
  const users = useAllUsers().data ?? [];
  const ownerOf = (id: string) => users.find((user) => user.id === id)?.name;
  // A revoked key calls no more, but a rule may still name it.
  const offered = keys
    .filter(({ id, revoked_at }) => revoked_at === null || value.includes(id))
    .map(({ id, name, owner_id }) => ({ value: id, label: [name, ownerOf(owner_id)].filter(Boolean).join(' · ') }));
  const gone = value.filter((id) => !keys.some((key) => key.id === id)).map((id) => ({ value: id, label: t('gone') }));
  if (offered.length + gone.length === 0) return null;
  return (
    <CheckList
      legend={t('with_keys')}
      hint={t('with_keys_hint')}
      options={[...offered, ...gone]}
      value={value}
      onChange={onChange}
      className="max-h-36 flex-col flex-nowrap overflow-y-auto rounded-lg border px-3 py-2"
    />
  );
}
