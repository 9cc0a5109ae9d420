import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';

type Props = { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } };

/** Reads the next page of a list, where there is one. */
export function LoadMore({ query }: Props) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <Button variant="outline" className="self-center" disabled={query.isFetchingNextPage} onClick={query.fetchNextPage}>
      {query.isFetchingNextPage && <Spinner />}
      {t('load_more')}
    </Button>
  );
}
