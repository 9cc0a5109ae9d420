import { Folder, GitBranch, Globe, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import type { Source } from '@/api/generated';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { formatAgo, formatMoment, formatNumber } from '@/lib/format';
import { toast, toastError } from '@/lib/toast';
import { useDeleteSource, useSyncSource } from '../api/sources';
import { SourceDialog } from './source-dialog';

const ICONS = { folder: Folder, url: Globe, git: GitBranch };

/** One place: where, how many documents, when it was last looked at, and why that failed. */
export function SourceRow({ source, canChange }: { source: Source; canChange: boolean }) {
  const { t } = useTranslation('knowledge');
  const { kind, location, reference, state, error, documents, synced_at, next_sync_at } = source;
  const Icon = ICONS[kind];
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
      <Icon className="text-muted-foreground mt-0.5 size-5 shrink-0" aria-hidden />
      <div className="flex min-w-0 flex-1 basis-48 flex-col gap-1">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          <span className="min-w-0 break-all">{location}</span>
          {reference !== null && <Badge variant="outline">{reference}</Badge>}
          {state === 'syncing' && (
            <Badge variant="primary">
              <Spinner />
              {t('syncing')}
            </Badge>
          )}
          {state === 'failed' && <Badge variant="destructive">{t('sync_failed')}</Badge>}
        </h3>
        <p className="text-muted-foreground text-xs">
          {t('documents_count', { count: documents, formatted: formatNumber(documents) })}
          {' · '}
          {synced_at === null ? t('never_synced') : <time dateTime={synced_at} title={formatMoment(synced_at)}>{t('synced', { when: formatAgo(synced_at) })}</time>}
          {' · '}
          {next_sync_at === null ? t('only_when_asked') : <time dateTime={next_sync_at} title={formatMoment(next_sync_at)}>{t('next_sync', { when: formatAgo(next_sync_at) })}</time>}
        </p>
        {error !== null && <p className="text-destructive text-xs break-words">{asSentence(error)}</p>}
      </div>
      {canChange && <SourceActions source={source} />}
    </li>
  );
}

function SourceActions({ source }: { source: Source }) {
  const { t } = useTranslation('knowledge');
  const { location: name, documents, state } = source;
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const sync = useSyncSource(source);
  const remove = useDeleteSource(source);
  const onError = (thrown: unknown) => toastError(t('not_done'), thrown);
  return (
    <div className="ml-auto flex gap-1">
      <IconButton
        label={t('sync_of', { name })}
        disabled={sync.isPending || state === 'syncing'}
        onClick={() => sync.mutate(undefined, { onSuccess: () => toast(t('sync_begins')), onError })}
      >
        <RefreshCw aria-hidden />
      </IconButton>
      <IconButton label={t('edit_of', { name })} onClick={() => setOpen('edit')}>
        <Pencil aria-hidden />
      </IconButton>
      <IconButton label={t('remove_of', { name })} disabled={remove.isPending} onClick={() => setOpen('delete')}>
        <Trash2 aria-hidden />
      </IconButton>
      {open === 'edit' && <SourceDialog collectionId={source.collection_id} source={source} onClose={() => setOpen(undefined)} />}
      <AlertDialog
        open={open === 'delete'}
        onOpenChange={(next) => !next && setOpen(undefined)}
        title={t('delete_source')}
        description={t('delete_source_description', { name, count: documents, formatted: formatNumber(documents) })}
        confirm={t('delete')}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => toast(t('source_deleted')), onError })}
      />
    </div>
  );
}
