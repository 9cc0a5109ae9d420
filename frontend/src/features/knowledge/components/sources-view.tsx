import { FolderGit2, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection } from '@/api/generated';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { Button } from '@/components/ui/button';
import { useSources } from '../api/sources';
import { SourceDialog } from './source-dialog';
import { SourceRow } from './source-row';

/** The places whose documents a collection follows. */
export function SourcesView({ collection: { id, can_change } }: { collection: Collection }) {
  const { t } = useTranslation('knowledge');
  const sources = useSources(id);
  const [adding, setAdding] = useState(false);
  const add = can_change && (
    <Button onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t('add_source')}
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted-foreground max-w-prose min-w-0 flex-1 basis-64 text-sm">{t('sources_description')}</p>
        {add}
      </div>
      <Faces
        query={sources}
        isEmpty={(items) => items.length === 0}
        empty={<EmptyState icon={FolderGit2} title={t('no_sources')} description={t('no_sources_description')} />}
      >
        {(items) => (
          <ul aria-label={t('view_sources')} className="bg-card divide-y rounded-xl border">
            {items.map((source) => (
              <SourceRow key={source.id} source={source} canChange={can_change} />
            ))}
          </ul>
        )}
      </Faces>
      {adding && <SourceDialog collectionId={id} onClose={() => setAdding(false)} />}
    </div>
  );
}
