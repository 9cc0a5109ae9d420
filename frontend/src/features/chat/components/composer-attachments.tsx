import { useTranslation } from 'react-i18next';
import type { DraftAttachment } from '../model/attachments';
import { ComposerAttachment } from './composer-attachment';

/** The pictures that go with the message. */
export function ComposerAttachments({
  attachments,
  onRemove,
}: {
  attachments: DraftAttachment[];
  onRemove: (key: string) => void;
}) {
  const { t } = useTranslation('chat');
  if (attachments.length === 0) return null;
  return (
    <ul aria-label={t('attachments')} className="flex flex-wrap gap-2 px-3 pt-3">
      {attachments.map((attachment) => (
        <ComposerAttachment key={attachment.key} attachment={attachment} onRemove={() => onRemove(attachment.key)} />
      ))}
    </ul>
  );
}
