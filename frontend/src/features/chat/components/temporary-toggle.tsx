import { skipToken, useQuery } from '@tanstack/react-query';
import { HatGlasses } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/ui/badge';
import { IconButton } from '@/components/ui/icon-button';
import { conversationOptions } from '../api/read-conversation';
import { useNewChat } from '../model/new-chat-store';

/** Chooses, before the first message, that a conversation is deleted after a day; says so afterwards. */
export function TemporaryToggle({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('chat');
  const { temporary } = useNewChat();
  const options = conversationOptions(conversationId ?? '');
  const { data } = useQuery({ ...options, queryFn: conversationId === null ? skipToken : options.queryFn });
  if (conversationId !== null) {
    return data?.temporary ? <Badge title={t('temporary_hint')}>{t('temporary')}</Badge> : null;
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
