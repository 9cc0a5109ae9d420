import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message, Turn } from '@/api/generated';
import { messageFiles, messageImages, messageText } from '../model/message-text';
import { EditQuestion } from './edit-question';
import { QuestionActions } from './question-actions';
import { UserBubble } from './user-bubble';

/** What the user asked; it can be edited in place. */
export function Question({ turn, input }: { turn: Turn; input: Message }) {
  const { t } = useTranslation('chat');
  const [editing, setEditing] = useState(false);
  return (
    <article aria-label={t('you_said')} tabIndex={-1} className="group/message flex flex-col gap-1 rounded-lg">
      {editing ? (
        <EditQuestion turn={turn} input={input} onDone={() => setEditing(false)} />
      ) : (
        <>
          <UserBubble text={messageText(input)} images={messageImages(input)} files={messageFiles(input)} />
          <QuestionActions turn={turn} input={input} onEdit={() => setEditing(true)} />
        </>
      )}
    </article>
  );
}
