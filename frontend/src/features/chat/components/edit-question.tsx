import { useMutation } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message, Turn } from '@/api/generated';
import { errorMessage } from '@/api/client';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/textarea';
import { usePreferences } from '../api/read-preferences';
import { enterMeans } from '../model/enter-means';
import { messageAttachments, messageText } from '../model/message-text';
import { editMessage } from '../model/send-message';

/** A question in a field; sending it starts a branch beside the old one. */
export function EditQuestion({ turn, input, onDone }: { turn: Turn; input: Message; onDone: () => void }) {
  const { t } = useTranslation('chat');
  const [text, setText] = useState(() => messageText(input));
  const preferences = usePreferences();
  const save = useMutation({
    mutationFn: () => editMessage(turn, { text: text.trim(), attachmentIds: messageAttachments(input) }),
    onSuccess: onDone,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onDone();
    } else if (enterMeans(event.nativeEvent, preferences?.enter_sends ?? null) === 'send') {
      event.preventDefault();
      save.mutate();
    }
  };
  return (
    <form
      className="bg-card flex flex-col gap-2 rounded-2xl border p-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Textarea
        autoFocus
        value={text}
        aria-label={t('edit_question')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="max-h-96 border-none bg-transparent"
      />
      {save.isError && (
        <p role="alert" className="text-destructive text-sm">
          {errorMessage(save.error)}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" size="sm" onClick={onDone}>
          {t('cancel')}
        </Button>
        <Button type="submit" size="sm" disabled={text.trim() === '' || save.isPending}>
          {t('send')}
        </Button>
      </div>
    </form>
  );
}
