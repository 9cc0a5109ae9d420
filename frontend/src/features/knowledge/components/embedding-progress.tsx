import { useTranslation } from 'react-i18next';
import type { CollectionEmbedding } from '@/api/generated';
import { formatNumber } from '@/lib/format';
import { percentDone } from '../model/collection-facts';
import { ProgressBar } from './progress-bar';

/** How far the vectors of a model are, and what serves meanwhile. */
export function EmbeddingProgress({ embedding, serving }: { embedding: CollectionEmbedding; serving: CollectionEmbedding | null }) {
  const { t } = useTranslation('knowledge');
  const { done, total, model } = embedding;
  const meanwhile = serving === null ? t('meanwhile_words') : t('meanwhile_model', { model: serving.model });
  return (
    <div className="bg-muted flex flex-col gap-2 rounded-lg px-3 py-2.5 text-sm">
      <p className="flex flex-wrap justify-between gap-x-3 gap-y-1">
        <strong className="font-medium">{t('embedding_with', { model })}</strong>
        <span className="text-muted-foreground tabular-nums">
          {t('done_of_total', { done: formatNumber(done), total: formatNumber(total) })}
        </span>
      </p>
      <ProgressBar label={t('embedding_with', { model })} percent={percentDone(embedding)} />
      <p className="text-muted-foreground text-xs">{meanwhile}</p>
    </div>
  );
}
