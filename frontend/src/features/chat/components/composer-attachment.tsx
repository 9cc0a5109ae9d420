import { useQuery } from '@tanstack/react-query';
import { Check, CircleAlert, ImageOff, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Spinner } from '@/components/ui/spinner';
import { cn } from '@/lib/cn';
import { attachmentUrlOptions } from '../api/attachment-url';
import type { DraftAttachment } from '../model/attachments';

/** One picture of the draft, with how far it is and why it failed. */
export function ComposerAttachment({ attachment, onRemove }: { attachment: DraftAttachment; onRemove: () => void }) {
  const { t } = useTranslation('chat');
  const failed = attachment.status === 'failed';
  return (
    <li
      className={cn(
        'bg-muted flex max-w-full items-center gap-2 rounded-xl border py-1 pr-1 pl-1.5 text-sm',
        failed && 'border-destructive/50 bg-destructive-soft',
      )}
    >
      {failed ? (
        <ImageOff className="text-destructive mx-2 size-5 shrink-0" aria-hidden />
      ) : (
        <Thumbnail attachment={attachment} />
      )}
      <span className="min-w-0">
        <span className="block max-w-40 truncate">{attachment.name}</span>
        <StateLine attachment={attachment} />
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

function Thumbnail({ attachment }: { attachment: DraftAttachment }) {
  const stored = attachment.status === 'ready' && attachment.preview === null;
  const { data: url } = useQuery({ ...attachmentUrlOptions(stored ? attachment.id : ''), enabled: stored });
  const source = attachment.preview ?? url;
  if (source === undefined) return <span className="bg-accent size-10 shrink-0 rounded-lg" />;
  return <img src={source} alt="" className="size-10 rounded-lg object-cover" />;
}

function StateLine({ attachment }: { attachment: DraftAttachment }) {
  const { t } = useTranslation('chat');
  switch (attachment.status) {
    case 'uploading':
      return (
        <span role="status" className="text-muted-foreground flex items-center gap-1 text-xs">
          <Spinner className="size-3" />
          {t('attachment_uploading')}
        </span>
      );
    case 'ready':
      return (
        <span className="text-muted-foreground flex items-center gap-1 text-xs">
          <Check className="size-3" aria-hidden />
          {t('attachment_ready')}
        </span>
      );
    case 'failed':
      return (
        <span role="alert" className="text-destructive flex items-center gap-1 text-xs">
          <CircleAlert className="size-3 shrink-0" aria-hidden />
          {attachment.reason}
        </span>
      );
  }
}
