import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorMessage } from '@/api/client';
import { Skeleton } from '@/components/ui/skeleton';
import { searchOptions } from '../api/search';
import { MoreEdge } from './more-edge';
import { SearchHitRow } from './search-hit-row';

/** What matches, with the place that does. */
export function SearchResults({ query }: { query: string }) {
  const { t } = useTranslation('conversations');
  const { data, isPending, isError, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    searchOptions(query),
  );
  if (isPending) return <Waiting label={t('searching')} />;
  if (isError) return <p className="text-destructive px-2 py-4 text-sm">{errorMessage(error)}</p>;
  const hits = data.pages.flatMap(({ items }) => items);
  if (hits.length === 0) {
    return <p className="text-muted-foreground px-2 py-4 text-sm">{t('nothing_found', { query: query.trim() })}</p>;
  }
  return (
    <>
      <ul aria-label={t('search_results')} className="flex flex-col gap-0.5">
        {hits.map((hit, index) => (
          <SearchHitRow key={`${hit.message_id ?? hit.conversation_id}-${String(index)}`} hit={hit} />
        ))}
      </ul>
      {hasNextPage && <MoreEdge loading={isFetchingNextPage} onReach={() => void fetchNextPage()} />}
    </>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-2 px-2 py-2">
      <Skeleton className="h-10" />
      <Skeleton className="h-10" />
    </div>
  );
}
