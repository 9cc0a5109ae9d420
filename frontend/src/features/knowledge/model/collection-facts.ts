import type { Collection, CollectionEmbedding } from '@/api/generated';
import { formatBytes, formatNumber } from '@/lib/format';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** What is in a collection, and how it is searched, one short phrase each. */
export function collectionFacts({ documents, bytes, embedding, next_embedding }: Collection, t: Say): string[] {
  const amount = t('documents_count', { count: documents.total, formatted: formatNumber(documents.total) });
  const how = embedding ?? next_embedding;
  return [amount, ...(documents.total > 0 ? [formatBytes(bytes)] : []), how === null ? t('words_only') : how.model];
}

/** How far vectors are, in whole percent; an empty collection has them all. */
export function percentDone({ done, total }: Pick<CollectionEmbedding, 'done' | 'total'>): number {
  return total === 0 ? 100 : Math.floor((100 * Math.min(done, total)) / total);
}
