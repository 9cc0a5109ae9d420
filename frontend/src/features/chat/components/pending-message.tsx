import { useTranslation } from 'react-i18next';
import { errorMessage } from '@/api/client';
import { Button } from '@/components/ui/button';
import { attachmentPart } from '../model/attachment-part';
import { restoreAttachments } from '../model/draft-attachments';
import { setDraft } from '../model/drafts';
import { messageFiles, messageImages } from '../model/message-text';
import { setPending, type PendingInput } from '../model/pending-store';
import type { NewInput } from '../model/send-message';
import { AnswerPlaceholder } from './answer-placeholder';
import { ErrorCard } from './error-card';
import { UserBubble } from './user-bubble';

interface Props {
  conversationId: string | null;
  pending: PendingInput;
  onRetry: (input: NewInput) => void;
}

/** A message that the server has not accepted yet, or has refused. */
export function PendingMessage({ conversationId, pending, onRetry }: Props) {
  const { t } = useTranslation('chat');
  const discard = () => {
    setDraft(conversationId, pending.text);
    restoreAttachments(conversationId);
    setPending(conversationId, undefined);
  };
  const parts = pending.attachmentIds.map(attachmentPart);
  return (
    <div className="flex min-h-[calc(100cqh-3.5rem)] flex-col gap-9 pointer-coarse:gap-13">
      <UserBubble text={pending.text} images={messageImages({ parts })} files={messageFiles({ parts })} />
      {pending.status === 'sending' ? (
        <AnswerPlaceholder />
      ) : (
        <ErrorCard title={t('not_sent')} message={errorMessage(pending.error)}>
          <Button size="sm" onClick={() => onRetry(pending)}>
            {t('retry')}
          </Button>
          <Button size="sm" variant="outline" onClick={discard}>
            {t('edit')}
          </Button>
        </ErrorCard>
      )}
    </div>
  );
}
