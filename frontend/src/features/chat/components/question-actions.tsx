import { Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Message, Turn } from '@/api/generated';
import { IconButton } from '@/components/ui/icon-button';
import { messageText } from '../model/message-text';
import { isUnderWay } from '../model/run-status';
import { ActionRow } from './action-row';
import { CopyAction } from './copy-action';

/** What can be done with a question. */
export function QuestionActions({ turn, input, onEdit }: { turn: Turn; input: Message; onEdit: () => void }) {
  const { t } = useTranslation('chat');
  return (
    <ActionRow className="justify-end">
      <CopyAction text={() => messageText(input)} />
      <IconButton label={t('edit')} size="icon-sm" disabled={isUnderWay(turn.run.status)} onClick={onEdit}>
        <Pencil aria-hidden />
      </IconButton>
    </ActionRow>
  );
}
