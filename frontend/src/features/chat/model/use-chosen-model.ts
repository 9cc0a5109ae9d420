import { toastError } from '@/lib/toast';
import { useTranslation } from 'react-i18next';
import type { ModelChoice, Parameters } from '@/api/generated';
import { useConversation } from '../api/read-conversation';
import { updateConversation } from '../api/update-conversation';
import { useNewChat } from './new-chat-store';

/** Model and parameters of a conversation, or of the one that will be made, and how to change them. */
export function useChosenModel(conversationId: string | null) {
  const { t } = useTranslation('chat');
  const fresh = useNewChat();
  const conversation = useConversation(conversationId);
  const chosen = conversationId === null ? fresh : conversation;

  const change = (what: { model?: ModelChoice | null; parameters?: Parameters }) => {
    if (conversationId === null) useNewChat.setState(what);
    else updateConversation(conversationId, what).catch((error: unknown) => toastError(t('change_failed'), error));
  };
  return { model: chosen?.model ?? null, parameters: chosen?.parameters ?? {}, change };
}
