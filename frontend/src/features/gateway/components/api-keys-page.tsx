import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { CreateKeyDialog } from './create-key-dialog';
import { KeyList } from './key-list';

/** The keys that the user's programs call with. */
export function ApiKeysPage() {
  const { t } = useTranslation('gateway');
  const [creating, setCreating] = useState(false);
  const create = (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('create_key')}
    </Button>
  );
  return (
    <Page title={t('api_keys')} description={t('api_keys_description', { address: `${window.location.origin}/v1` })} actions={create}>
      <KeyList
        filter={{}}
        empty={<EmptyState icon={KeyRound} title={t('no_keys')} description={t('no_keys_description')} action={create} />}
      />
      <CreateKeyDialog key={String(creating)} open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
