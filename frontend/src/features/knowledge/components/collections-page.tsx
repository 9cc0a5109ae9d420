import { LibraryBig, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { LoadMore } from '@/components/load-more';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { useCollections } from '../api/collections';
import { CollectionDialog } from './collection-dialog';
import { CollectionRow } from './collection-row';
import { KnowledgeFrame } from './knowledge-frame';

/** Every collection that one may see. */
export function CollectionsPage() {
  const { t } = useTranslation('knowledge');
  const collections = useCollections();
  const [creating, setCreating] = useState(false);
  const create = (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('create_collection')}
    </Button>
  );
  return (
    <KnowledgeFrame title={t('knowledge')}>
      <Page title={t('collections')} description={t('collections_description')} actions={create}>
        <Faces
          query={collections}
          isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
          empty={<EmptyState icon={LibraryBig} title={t('no_collections')} description={t('no_collections_description')} action={create} />}
        >
          {({ pages }) => (
            <ul aria-label={t('collections')} className="bg-card divide-y rounded-xl border">
              {pages.flatMap(({ items }) => items.map((collection) => <CollectionRow key={collection.id} collection={collection} />))}
            </ul>
          )}
        </Faces>
        <LoadMore query={collections} />
      </Page>
      {creating && <CollectionDialog onClose={() => setCreating(false)} />}
    </KnowledgeFrame>
  );
}
