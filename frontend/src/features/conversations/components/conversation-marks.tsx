import { HatGlasses } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '@/api/generated';
import { Spinner } from '@/components/ui/spinner';
import { ConversationTags } from './conversation-tags';

/** Signs beside a title: its tags, temporary, unread, being answered. */
export function ConversationMarks({ conversation, open }: { conversation: ConversationSummary; open: boolean }) {
  const { t } = useTranslation('conversations');
  return (
    <span className="flex shrink-0 items-center gap-1">
      <ConversationTags tagIds={conversation.tag_ids} />
      {conversation.temporary && (
        <>
          <HatGlasses className="text-muted-foreground size-3.5" aria-hidden />
          <span className="sr-only">{t('temporary')}</span>
        </>
      )}
      {conversation.active_run_id !== null ? (
        <>
          <Spinner className="text-primary-text size-3.5" />
          <span className="sr-only">{t('answering')}</span>
        </>
      ) : (
        conversation.unread &&
        !open && (
          <span className="bg-primary size-2 rounded-full" title={t('unread')}>
            <span className="sr-only">{t('unread')}</span>
          </span>
        )
      )}
    </span>
  );
}
