import { useNavigate } from '@tanstack/react-router';
import { GitFork } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Turn } from '@/api/generated';
import { IconButton } from '@/components/ui/icon-button';
import { forkConversation } from '../api/fork-conversation';
import { messageText } from '../model/message-text';
import type { LiveTurn } from '../model/turn-reducer';
import { useStartAction } from '../model/use-start-action';
import { ActionRow } from './action-row';
import { AnswerDetails } from './answer-details';
import { CopyAction } from './copy-action';
import { RegenerateMenu } from './regenerate-menu';
import { SiblingSwitch } from './sibling-switch';

interface Props {
  turn: Turn;
  /** The last turn that went on with the answer; the turn itself when none did. */
  newest: Turn;
  view: LiveTurn;
  isLast: boolean;
}

/** What can be done with an answer. */
export function AnswerActions({ turn, newest, view, isLast }: Props) {
  const { t } = useTranslation('chat');
  const navigate = useNavigate();
  const action = useStartAction();
  const fork = async () => {
    const { id } = await forkConversation(newest.run.conversation_id, newest.run.id);
    await navigate({ to: '/c/$conversationId', params: { conversationId: id } });
  };
  return (
    <ActionRow shown={isLast || turn.siblings.length > 1} className="-mt-2 -ml-1.5">
      <SiblingSwitch turn={turn} />
      <CopyAction text={() => messageText({ parts: view.parts.map(({ part }) => part) })} />
      <RegenerateMenu turn={turn} />
      <IconButton label={t('fork')} size="icon-sm" onClick={() => action.mutate(fork)}>
        <GitFork aria-hidden />
      </IconButton>
      <AnswerDetails turn={newest} view={view} />
    </ActionRow>
  );
}
