import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { LoadMore } from '@/components/load-more';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { useApiKeys } from '../api/api-keys';
import { CreateKeyDialog } from './create-key-dialog';
import { KeyRow } from './key-row';

/** The keys that the user's programs call with. */
export function ApiKeysPage() {
  const { t } = useTranslation('gateway');
  const keys = useApiKeys();
  const [creating, setCreating] = useState(false);
  const create = (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('create_key')}
    </Button>
  );
  return (
    <Page title={t('api_keys')} description={t('api_keys_description', { address: `${window.location.origin}/v1` })} actions={create}>
      <Faces
        query={keys}
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={<EmptyState icon={KeyRound} title={t('no_keys')} description={t('no_keys_description')} action={create} />}
      >
        {({ pages }) => (
          <ul className="bg-card divide-y rounded-xl border">
            {pages.flatMap(({ items }) => items.map((apiKey) => <KeyRow key={apiKey.id} apiKey={apiKey} />))}
          </ul>
        )}
      </Faces>
      <LoadMore query={keys} />
      <CreateKeyDialog key={String(creating)} open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
