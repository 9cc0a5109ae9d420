import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorMessage } from '@/api/client';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { conversationsOptions, type ListFilter } from '../api/list-conversations';
import { groupByDay, keyOf } from '../model/group-by-day';
import { useListFilter, useSidebar } from '../model/sidebar-store';
import { ConversationSection } from './conversation-section';
import { MoreEdge } from './more-edge';

/** The conversations of the chosen view, folder and tag. */
export function ConversationList() {
  const { t } = useTranslation('conversations');
  const { view } = useSidebar();
  const filter = useListFilter();
  const { data, isPending, isError, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    conversationsOptions(filter),
  );
  if (isPending) return <ListSkeleton label={t('loading')} />;
  if (isError) {
    return (
      <div className="flex flex-col items-start gap-2 px-2 py-4 text-sm">
        <p className="text-destructive">{errorMessage(error)}</p>
        <Button variant="outline" size="sm" onClick={() => void refetch()}>
          {t('retry')}
        </Button>
      </div>
    );
  }
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="text-muted-foreground px-2 py-4 text-sm">{t(emptyText(view, filter))}</p>;
  return (
    <nav aria-label={t(`view.${view}`)}>
      {groupByDay(items, new Date()).map(({ name, items: members }) => (
        <ConversationSection key={keyOf(name)} name={name} items={members} />
      ))}
      {hasNextPage && <MoreEdge loading={isFetchingNextPage} onReach={() => void fetchNextPage()} />}
    </nav>
  );
}

function emptyText(view: string, { folder_id, tag_id }: ListFilter): string {
  if (folder_id !== undefined) return 'empty.folder';
  if (tag_id !== undefined) return view === 'active' ? 'empty.tag' : `empty.tag_${view}`;
  return `empty.${view}`;
}

function ListSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-2 px-2 pt-4">
      {['w-4/5', 'w-3/5', 'w-11/12', 'w-2/3', 'w-3/4'].map((width) => (
        <Skeleton key={width} className={`h-5 ${width}`} />
      ))}
    </div>
  );
}
