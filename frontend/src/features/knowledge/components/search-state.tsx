import { TextSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Collection } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { EmbeddingProgress } from './embedding-progress';

/** Says where a search finds less than it could: without vectors, or while they are made. */
export function SearchState({ collection, onChoose }: { collection: Collection; onChoose: () => void }) {
  const { t } = useTranslation('knowledge');
  const { embedding, next_embedding, can_change } = collection;
  const making = next_embedding ?? (embedding !== null && embedding.done < embedding.total ? embedding : null);
  if (making !== null) return <EmbeddingProgress embedding={making} serving={next_embedding === null ? null : embedding} />;
  if (embedding !== null) return null;
  return (
    <div role="status" className="bg-muted flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-3 py-2 text-sm">
      <TextSearch className="text-muted-foreground size-4 shrink-0" aria-hidden />
      <span className="min-w-0 flex-1 basis-60">
        <strong className="font-medium">{t('lexical_only')}</strong> {t('lexical_only_hint')}
      </span>
      {can_change && (
        <Button variant="outline" size="sm" onClick={onChoose}>
          {t('choose_embedding')}
        </Button>
      )}
    </div>
  );
}
