import { useQuery } from '@tanstack/react-query';
import { Check, CircleAlert, FileText, FileX, ImageOff, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import { Spinner } from '@/components/ui/spinner';
import { cn } from '@/lib/cn';
import { formatNumber } from '@/lib/format';
import { attachmentUrlOptions } from '../api/attachment-url';
import { useAttachment } from '../api/read-attachment';
import type { DraftAttachment } from '../model/attachments';

/** One attachment of the draft, with how far it is and why it failed. */
export function ComposerAttachment({ attachment, onRemove }: { attachment: DraftAttachment; onRemove: () => void }) {
  const { t } = useTranslation('chat');
  const { data } = useAttachment(attachment.status === 'ready' && attachment.kind === 'file' ? attachment.id : null);
  const failed = attachment.status === 'failed' || data?.document?.state === 'failed';
  return (
    <li
      className={cn(
        'bg-muted flex max-w-full items-center gap-2 rounded-xl border py-1 pr-1 pl-1.5 text-sm',
        failed && 'border-destructive/50 bg-destructive-soft',
      )}
    >
      <Picture attachment={attachment} failed={failed} />
      <span className="min-w-0">
        <span className="block max-w-40 truncate" title={attachment.name}>
          {attachment.name}
        </span>
        <StateLine attachment={attachment} document={data?.document ?? null} />
      </span>
      <button
        type="button"
        onClick={onRemove}
        aria-label={t('remove_attachment', { name: attachment.name })}
        className="hover:bg-accent grid size-8 shrink-0 place-items-center rounded-md pointer-coarse:size-11"
      >
        <X className="size-4" aria-hidden />
      </button>
    </li>
  );
}

function Picture({ attachment, failed }: { attachment: DraftAttachment; failed: boolean }) {
  const isImage = attachment.kind === 'image';
  if (isImage && !failed) return <Thumbnail attachment={attachment} />;
  const Icon = !failed ? FileText : isImage ? ImageOff : FileX;
  return <Icon className={cn('mx-2 size-5 shrink-0', failed ? 'text-destructive' : 'text-muted-foreground')} aria-hidden />;
}

function Thumbnail({ attachment }: { attachment: DraftAttachment }) {
  const stored = attachment.status === 'ready' && attachment.preview === null;
  const { data: url } = useQuery({ ...attachmentUrlOptions(stored ? attachment.id : ''), enabled: stored });
  const source = attachment.preview ?? url;
  if (source === undefined) return <span className="bg-accent size-10 shrink-0 rounded-lg" />;
  return <img src={source} alt="" className="size-10 rounded-lg object-cover" />;
}

type StateProps = {
  attachment: DraftAttachment;
  /** Its text, as far as it is read. */
  document: { state: string; error: { message: string } | null; characters: number } | null;
};

/** Uploading, being read, ready, or why not. */
function StateLine({ attachment, document }: StateProps) {
  const { t } = useTranslation('sources');
  if (attachment.status === 'uploading') return <Busy>{t('uploading')}</Busy>;
  if (attachment.status === 'failed') return <Failed>{attachment.reason}</Failed>;
  switch (document?.state) {
    case 'queued':
    case 'processing':
      return <Busy>{t('processing')}</Busy>;
    case 'failed':
      return <Failed>{document.error === null ? t('not_readable') : asSentence(document.error.message)}</Failed>;
    default:
      return (
        <span className="text-muted-foreground flex items-center gap-1 text-xs">
          <Check className="size-3" aria-hidden />
          {document === null ? t('ready') : t('ready_characters', { formatted: formatNumber(document.characters) })}
        </span>
      );
  }
}

function Busy({ children }: { children: ReactNode }) {
  return (
    <span role="status" className="text-muted-foreground flex items-center gap-1 text-xs">
      <Spinner className="size-3" />
      {children}
    </span>
  );
}

function Failed({ children }: { children: ReactNode }) {
  return (
    <span role="alert" className="text-destructive flex items-start gap-1 text-xs">
      <CircleAlert className="mt-0.5 size-3 shrink-0" aria-hidden />
      <span className="max-w-64">{children}</span>
    </span>
  );
}
