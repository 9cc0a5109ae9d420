import { HatGlasses } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/ui/badge';
import { IconButton } from '@/components/ui/icon-button';
import { useConversation } from '../api/read-conversation';
import { useNewChat } from '../model/new-chat-store';

/** Chooses, before the first message, that a conversation is deleted after a day; says so afterwards. */
export function TemporaryToggle({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('chat');
  const { temporary } = useNewChat();
  const conversation = useConversation(conversationId);
  if (conversationId !== null) {
    return conversation?.temporary ? <Badge title={t('temporary_hint')}>{t('temporary')}</Badge> : null;
  }
  return (
    <IconButton
      label={t(temporary ? 'temporary_on' : 'temporary_off')}
      aria-pressed={temporary}
      variant={temporary ? 'secondary' : 'ghost'}
      onClick={() => useNewChat.setState({ temporary: !temporary })}
    >
      <HatGlasses aria-hidden />
    </IconButton>
  );
}
