import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Collection } from '@/api/generated';
import { Faces } from '@/components/faces';
import { Tabs, TabsList, TabsPanel, TabsTab } from '@/components/ui/tabs';
import { useCollection } from '../api/collections';
import { collectionFacts } from '../model/collection-facts';
import { useCollectionAddress } from '../model/use-collection-address';
import { BackLink } from './back-link';
import { CollectionMenu } from './collection-menu';
import { DocumentSheet } from './document-sheet';
import { DocumentsView } from './documents-view';
import { EmbeddingView } from './embedding-view';
import { KnowledgeFrame } from './knowledge-frame';
import { SearchState } from './search-state';
import { SourcesView } from './sources-view';
import { TestView } from './test-view';

const VIEWS = ['documents', 'sources', 'test', 'embedding'] as const;

/** One collection: its documents, where they come from, how it is searched, and what a search finds. */
export function CollectionPage() {
  const { t } = useTranslation('knowledge');
  const { collectionId = '' } = useParams({ strict: false });
  const collection = useCollection(collectionId);
  const { data } = collection;
  return (
    <KnowledgeFrame
      title={data?.name ?? t('collection')}
      back={<BackLink to="/knowledge" label={t('back_to_collections')} />}
      actions={data?.can_change && <CollectionMenu collection={data} />}
    >
      <Faces query={collection}>{(known) => <Content key={known.id} collection={known} />}</Faces>
    </KnowledgeFrame>
  );
}

function Content({ collection }: { collection: Collection }) {
  const { t } = useTranslation('knowledge');
  const [address, change] = useCollectionAddress();
  const view = VIEWS.find((known) => known === address.view) ?? 'documents';
  return (
    <>
      <div className="flex flex-col gap-1">
        {collection.description !== '' && <p className="max-w-prose text-sm break-words">{collection.description}</p>}
        <p className="text-muted-foreground text-xs">{collectionFacts(collection, t).join(' · ')}</p>
      </div>
      <SearchState collection={collection} onChoose={() => change({ view: 'embedding' })} />
      <Tabs value={view} onValueChange={(next) => change({ view: next === 'documents' ? null : String(next) })} className="flex flex-col gap-4">
        <TabsList aria-label={t('collection')} className="self-start">
          {VIEWS.map((name) => (
            <TabsTab key={name} value={name}>
              {t(`view_${name}`)}
            </TabsTab>
          ))}
        </TabsList>
        <TabsPanel value="documents">
          <DocumentsView collection={collection} />
        </TabsPanel>
        <TabsPanel value="sources">
          <SourcesView collection={collection} />
        </TabsPanel>
        <TabsPanel value="test">
          <TestView collection={collection} />
        </TabsPanel>
        <TabsPanel value="embedding">
          <EmbeddingView collection={collection} />
        </TabsPanel>
      </Tabs>
      <DocumentSheet id={address.document} canChange={collection.can_change} onClose={() => change({ document: null })} />
    </>
  );
}
