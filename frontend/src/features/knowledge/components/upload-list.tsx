import { CircleAlert, CircleCheck, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { formatBytes } from '@/lib/format';
import { cancelUpload, cancelUploads, clearUploads, isOpen, retryUpload, useUploads, type QueuedFile } from '../model/upload-queue';
import { ProgressBar } from './progress-bar';

/** The files on their way into the collection: those that move, and those that failed. The rest is a number. */
export function UploadList({ collectionId }: { collectionId: string }) {
  const { t } = useTranslation('knowledge');
  const files = useUploads().filter((file) => file.collectionId === collectionId);
  if (files.length === 0) return null;
  const of = (...states: QueuedFile['status'][]) => files.filter(({ status }) => states.includes(status));
  const done = of('done').length;
  const waiting = of('waiting').length;
  const open = files.some(isOpen);
  const shown = of('hashing', 'sending', 'failed');
  return (
    <section aria-label={t('uploads')} className="bg-card rounded-xl border">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
        {!open && <CircleCheck className="text-success size-4 shrink-0" aria-hidden />}
        <p role="status" className="min-w-0 flex-1 text-sm font-medium">
          {t('uploaded_of', { done, total: files.length })}
          {waiting > 0 && <span className="text-muted-foreground font-normal"> · {t('waiting_count', { count: waiting })}</span>}
        </p>
        {open ? (
          <Button variant="outline" size="sm" onClick={() => cancelUploads(collectionId)}>
            {t('cancel_all')}
          </Button>
        ) : (
          <Button variant="outline" size="sm" onClick={() => clearUploads(collectionId)}>
            {t('hide')}
          </Button>
        )}
      </div>
      {shown.length > 0 && (
        <ul aria-label={t('uploads')} className="max-h-80 divide-y overflow-y-auto border-t">
          {shown.map((file) => (
            <UploadRow key={file.key} file={file} />
          ))}
        </ul>
      )}
    </section>
  );
}

function UploadRow({ file }: { file: QueuedFile }) {
  const { t } = useTranslation('knowledge');
  const { key, name, bytes } = file;
  const percent = 'done' in file ? Math.floor((100 * file.done) / Math.max(1, bytes)) : 0;
  return (
    <li className="flex items-center gap-2 py-2 pr-2 pl-4">
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="flex items-baseline gap-3 text-sm">
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <span className="text-muted-foreground shrink-0 text-xs tabular-nums">{formatBytes(bytes)}</span>
        </p>
        {file.status === 'failed' ? (
          <p role="alert" className="text-destructive flex items-start gap-1.5 text-xs">
            <CircleAlert className="mt-0.5 size-3 shrink-0" aria-hidden />
            {file.reason}
          </p>
        ) : (
          <>
            <ProgressBar label={t('progress_of', { name })} percent={percent} />
            <p className="text-muted-foreground text-xs tabular-nums">{`${t(`upload_${file.status}`)} · ${String(percent)} %`}</p>
          </>
        )}
      </div>
      {file.status === 'failed' && (
        <IconButton label={t('retry_of', { name })} onClick={() => retryUpload(key)}>
          <RotateCcw aria-hidden />
        </IconButton>
      )}
      <IconButton label={t(file.status === 'failed' ? 'remove_of' : 'cancel_of', { name })} onClick={() => cancelUpload(key)}>
        <X aria-hidden />
      </IconButton>
    </li>
  );
}
