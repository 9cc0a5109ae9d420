import { lazy, Suspense, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { usePreferences } from '../api/read-preferences';
import { setDraft, useDraft } from '../model/drafts';
import { enterMeans } from '../model/enter-means';
import type { NewInput } from '../model/send-message';
import { useAttachments } from '../model/use-attachments';
import { useRunningRun } from '../model/use-running-run';
import { AttachButton } from './attach-button';
import { GrowingTextarea } from './growing-textarea';
import { LazyComposerAttachments } from './lazy-composer-attachments';
import { SendButton } from './send-button';

// What few need is fetched beside the first paint.
const ComposerTools = lazy(() => import('./composer-tools').then((module) => ({ default: module.ComposerTools })));

interface Props {
  conversationId: string | null;
  onSend: (input: NewInput) => void;
  ref: RefObject<HTMLTextAreaElement | null>;
}

/** Where the next message is written. */
export function Composer({ conversationId, onSend, ref }: Props) {
  const { t } = useTranslation('chat');
  const text = useDraft(conversationId);
  const { attachments, add, remove, clear } = useAttachments(conversationId);
  const preferences = usePreferences();
  const running = useRunningRun(conversationId);
  const form = useRef<HTMLFormElement>(null);
  const [dropping, setDropping] = useState(false);

  const ready = attachments.flatMap((attachment) => (attachment.status === 'ready' ? [attachment.id] : []));
  const uploading = attachments.some(({ status }) => status === 'uploading');
  const sendable = !uploading && running === null && (text.trim() !== '' || ready.length > 0);

  const send = () => {
    if (!sendable) return;
    setDraft(conversationId, '');
    clear();
    onSend({ text: text.trim(), attachmentIds: ready });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (enterMeans(event.nativeEvent, preferences?.enter_sends ?? null) !== 'send') return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    add(event.clipboardData.files);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    add(event.dataTransfer.files);
  };

  return (
    // A drop is one more way in; the button beside the field is the one that all can use.
    <form
      ref={form}
      aria-label={t('composer')}
      className="mx-auto w-full max-w-3xl shrink-0 px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={onDrop}
    >
      <div
        className={cn(
          'bg-card focus-within:border-ring flex flex-col rounded-2xl border shadow-sm transition-colors',
          dropping && 'border-primary bg-primary-soft',
        )}
      >
        <LazyComposerAttachments conversationId={conversationId} attachments={attachments} onRemove={remove} />
        <GrowingTextarea
          ref={ref}
          id="composer"
          value={text}
          autoFocus={window.matchMedia('(pointer: fine)').matches}
          placeholder={t(dropping ? 'drop_here' : 'composer_placeholder')}
          aria-label={t('message')}
          enterKeyHint={preferences?.enter_sends ? 'send' : undefined}
          onChange={(event) => setDraft(conversationId, event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className="flex items-center justify-between gap-2 p-2 pt-0">
          <div className="flex min-w-0 items-center gap-1">
            <AttachButton onFiles={add} />
            <Suspense>
              <ComposerTools conversationId={conversationId} />
            </Suspense>
          </div>
          <SendButton running={running} sendable={sendable} uploading={uploading} />
        </div>
      </div>
    </form>
  );
}
