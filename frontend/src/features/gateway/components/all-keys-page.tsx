import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { useAllUsers } from '@/lib/use-all-users';
import { CreateKeyDialog } from './create-key-dialog';
import { KeyList } from './key-list';

/** Everybody's keys, for admins. */
export function AllKeysPage() {
  const { t } = useTranslation('gateway');
  const users = useAllUsers().data ?? [];
  const [owner, setOwner] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);
  const create = (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('create_key')}
    </Button>
  );
  return (
    <Page title={t('api_keys')} description={t('all_keys_description')} actions={create}>
      <Select
        aria-label={t('owner')}
        className="w-auto max-w-64 min-w-44 self-start"
        value={owner}
        onValueChange={setOwner}
        options={[{ value: null, label: t('all_users') }, ...users.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <KeyList
        filter={owner === null ? { all: true } : { owner_id: owner }}
        ownerName={(id) => users.find((user) => user.id === id)?.name ?? ''}
        empty={<EmptyState icon={KeyRound} title={t('no_keys')} description={t('no_keys_of_anyone')} />}
      />
      <CreateKeyDialog key={String(creating)} chooseOwner open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
