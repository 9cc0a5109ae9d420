import { useTranslation } from 'react-i18next';
import type { DocumentChunk } from '@/api/generated';
import { Faces } from '@/components/faces';
import { LoadMore } from '@/components/load-more';
import { Badge } from '@/components/ui/badge';
import { formatNumber } from '@/lib/format';
import { useChunks } from '../api/document-content';
import { placeOf } from '../model/place-of';

/** The pieces that a search can find, in reading order. */
export function ChunkList({ documentId }: { documentId: string }) {
  const { t } = useTranslation('knowledge');
  const chunks = useChunks(documentId);
  return (
    <div className="flex flex-col gap-4">
      <Faces
        query={chunks}
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={<p className="text-muted-foreground text-sm">{t('no_text')}</p>}
      >
        {({ pages }) => (
          <ol aria-label={t('view_pieces')} className="bg-card divide-y rounded-xl border">
            {pages.flatMap(({ items }) => items.map((chunk) => <ChunkRow key={chunk.id} chunk={chunk} />))}
          </ol>
        )}
      </Faces>
      <LoadMore query={chunks} />
    </div>
  );
}

function ChunkRow({ chunk }: { chunk: DocumentChunk }) {
  const { t } = useTranslation('knowledge');
  const { index, text, tokens, embedded } = chunk;
  const place = placeOf(chunk, t);
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <p className="text-muted-foreground flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
        <span className="text-foreground font-medium">{t('piece_number', { number: index + 1 })}</span>
        {place !== '' && <span className="min-w-0 break-words">{place}</span>}
        <span className="ml-auto tabular-nums">{t('tokens_count', { count: tokens, formatted: formatNumber(tokens) })}</span>
        {embedded && <Badge>{t('embedded')}</Badge>}
      </p>
      <p className="text-sm break-words whitespace-pre-line">{text}</p>
    </li>
  );
}
