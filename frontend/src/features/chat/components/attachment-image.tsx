import { useQuery } from '@tanstack/react-query';
import { ImageOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '@/components/ui/skeleton';
import { attachmentUrlOptions } from '../api/attachment-url';

/** A stored picture. It is read with the login, which an `img` alone cannot send. */
export function AttachmentImage({ attachmentId, className }: { attachmentId: string; className: string }) {
  const { t } = useTranslation('chat');
  const { data: url, isError } = useQuery(attachmentUrlOptions(attachmentId));
  if (isError) {
    return (
      <span className="text-muted-foreground flex items-center gap-2 text-sm">
        <ImageOff className="size-4" aria-hidden />
        {t('image_missing')}
      </span>
    );
  }
  if (url === undefined) return <Skeleton className="h-40 w-56 rounded-xl" />;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      <img src={url} alt={t('image')} className={className} />
    </a>
  );
}
