import { useTranslation } from 'react-i18next';
import type { DraftAttachment } from '../model/attachments';
import { ComposerAttachment } from './composer-attachment';
import { VisionNote } from './vision-note';

interface Props {
  conversationId: string | null;
  attachments: DraftAttachment[];
  onRemove: (key: string) => void;
}

/** What goes with the message. */
export function ComposerAttachments({ conversationId, attachments, onRemove }: Props) {
  const { t } = useTranslation('chat');
  return (
    <>
      <ul aria-label={t('attachments')} className="flex flex-wrap gap-2 px-3 pt-3">
        {attachments.map((attachment) => (
          <ComposerAttachment key={attachment.key} attachment={attachment} onRemove={() => onRemove(attachment.key)} />
        ))}
      </ul>
      <VisionNote conversationId={conversationId} shown={attachments.some(({ kind }) => kind === 'image')} />
    </>
  );
}
