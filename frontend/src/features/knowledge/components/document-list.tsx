import { FileSearch, FileStack } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection, Document } from '@/api/generated';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { useDocuments, useRefreshSeen, type DocumentFilter } from '../api/documents';
import { STATES } from '../model/document-state';
import { useCollectionAddress } from '../model/use-collection-address';
import { useVirtualRows } from '../model/use-virtual-rows';
import { DocumentRow, ROW_HEIGHT } from './document-row';

/** The next page is asked for when this many rows or fewer are left below. */
const AHEAD = 100;

/** The documents that the address asks for. Of a long list only the rows near the view are drawn. */
export function DocumentList({ collection }: { collection: Collection }) {
  const { t } = useTranslation('knowledge');
  const [{ q, state }, change] = useCollectionAddress();
  const known = STATES.find((one) => one === state);
  const filter: DocumentFilter = { ...(q !== undefined && { q }), ...(known !== undefined && { state: known }) };
  const documents = useDocuments(collection.id, filter);
  const narrowed = q !== undefined || known !== undefined;
  const empty = narrowed ? (
    <EmptyState
      icon={FileSearch}
      title={t('no_match')}
      action={
        <Button variant="outline" onClick={() => change({ q: null, state: null })}>
          {t('show_all')}
        </Button>
      }
    />
  ) : (
    <EmptyState icon={FileStack} title={t('no_documents')} description={t(collection.can_change ? 'no_documents_description' : 'no_documents_to_see')} />
  );
  return (
    <Faces
      query={documents}
      isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
      empty={
        <NoRows collection={collection} filter={filter}>
          {empty}
        </NoRows>
      }
    >
      {({ pages }) => (
        <Rows
          collection={collection}
          filter={filter}
          rows={pages.flatMap(({ items }) => items)}
          more={documents}
          total={narrowed ? undefined : collection.documents.total}
        />
      )}
    </Faces>
  );
}

/** What stands where there are no rows, until there are some. */
function NoRows({ collection, filter, children }: { collection: Collection; filter: DocumentFilter; children: ReactNode }) {
  useRefreshSeen(collection.id, filter, { first: 0, end: 0 });
  return children;
}

type RowsProps = {
  collection: Collection;
  filter: DocumentFilter;
  rows: Document[];
  more: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean; fetchNextPage: () => unknown };
  total: number | undefined;
};

function Rows({ collection, filter, rows, more, total }: RowsProps) {
  const { t } = useTranslation('knowledge');
  const list = useRef<HTMLUListElement>(null);
  const { first, end } = useVirtualRows(list, rows.length, ROW_HEIGHT);
  useRefreshSeen(collection.id, filter, { first, end });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = more;
  const wanted = hasNextPage && !isFetchingNextPage && !isFetchNextPageError && end + AHEAD >= rows.length;
  // The scroll position is outside React; what it comes near to is fetched.
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);

  return (
    <div className="flex flex-col gap-3">
      {/* The arrow keys move among the rows' buttons, as Tab does. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul
        ref={list}
        aria-label={t('view_documents')}
        onKeyDown={moveBetweenRows}
        className="bg-card rounded-xl border"
        style={{ paddingTop: first * ROW_HEIGHT, paddingBottom: (rows.length - end) * ROW_HEIGHT }}
      >
        {rows.slice(first, end).map((document, index) => (
          <DocumentRow
            key={document.id}
            document={document}
            place={first + index + 1}
            of={total ?? (hasNextPage ? -1 : rows.length)}
            canChange={collection.can_change}
          />
        ))}
      </ul>
      {isFetchingNextPage && (
        <p role="status" className="text-muted-foreground flex justify-center gap-2 text-sm">
          <Spinner />
          {t('common:loading')}
        </p>
      )}
      {isFetchNextPageError && (
        <Button variant="outline" className="self-center" onClick={() => fetchNextPage()}>
          {t('common:retry')}
        </Button>
      )}
    </div>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const next = rows[rows.findIndex((row) => row.parentElement?.parentElement?.contains(document.activeElement)) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
