import { RotateCcw } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import type { Document } from '@/api/generated';
import { IconButton } from '@/components/ui/icon-button';
import { formatBytes } from '@/lib/format';
import { toastError } from '@/lib/toast';
import { useRetryDocument } from '../api/documents';
import { useCollectionAddress } from '../model/use-collection-address';
import { DocumentBadge } from './document-badge';
import { FileIcon } from './file-icon';

/** Height of a row in pixels; every row has the same, so that a place in a long list can be computed. */
export const ROW_HEIGHT = 64;

type Props = {
  document: Document;
  /** Its place in the list, from 1, and of how many; -1 where nobody knows. */
  place: number;
  of: number;
  canChange: boolean;
};

/** One document: what, how large, how far, and why not. The whole row opens it. */
export const DocumentRow = memo(function DocumentRow({ document, place, of, canChange }: Props) {
  const { t } = useTranslation('knowledge');
  const { name, path, bytes, pages, state, error, warnings, stale } = document;
  const [, change] = useCollectionAddress();
  const retry = useRetryDocument(document);
  const facts = [
    formatBytes(bytes),
    pages === null ? '' : t('pages_count', { count: pages }),
    warnings.length > 0 ? t('warnings_count', { count: warnings.length }) : '',
    path ?? '',
  ].filter(Boolean);
  return (
    <li
      aria-setsize={of}
      aria-posinset={place}
      style={{ height: ROW_HEIGHT }}
      className="hover:bg-accent/40 relative flex items-center gap-3 border-b px-4 first:rounded-t-xl last:rounded-b-xl last:border-b-0"
    >
      <FileIcon mediaType={document.media_type} className="text-muted-foreground size-5 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <h3 className="flex min-w-0 items-center text-sm font-medium">
          <button
            type="button"
            data-row
            aria-haspopup="dialog"
            onClick={() => change({ document: document.id })}
            title={name}
            className="block max-w-full truncate rounded-md text-left after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-(--ring)"
          >
            {name}
          </button>
        </h3>
        {state === 'failed' ? (
          <p className="text-destructive truncate text-xs">{asSentence(error?.message ?? t('failed_silently'))}</p>
        ) : (
          <p className="text-muted-foreground truncate text-xs">{facts.join(' · ')}</p>
        )}
      </div>
      <DocumentBadge state={state} stale={stale} />
      {canChange && state === 'failed' && (
        <IconButton
          label={t('retry_of', { name })}
          className="relative"
          disabled={retry.isPending}
          onClick={() => retry.mutate(undefined, { onError: (thrown) => toastError(t('not_done'), thrown) })}
        >
          <RotateCcw aria-hidden />
        </IconButton>
      )}
    </li>
  );
});
