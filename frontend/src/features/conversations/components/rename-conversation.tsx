import type { ConversationSummary } from '@/api/generated';
import { useTranslation } from 'react-i18next';
import { useUpdateConversation } from '../api/update-conversation';
import { InlineName } from './inline-name';

/** Renames a conversation in its place in the list. */
export function RenameConversation({ conversation, onDone }: { conversation: ConversationSummary; onDone: () => void }) {
  const { t } = useTranslation('conversations');
  const update = useUpdateConversation();
  const { id, title } = conversation;
  return (
    <InlineName
      label={t('title')}
      name={title}
      maxLength={200}
      onDone={onDone}
      onSave={(next) => update.mutate({ id, change: { title: next } })}
    />
  );
}
