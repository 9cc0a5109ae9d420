import { useNavigate } from '@tanstack/react-router';
import { useRef, type KeyboardEvent } from 'react';
import { useIsMissing } from '../api/read-conversation';
import { sendMessage, type NewInput } from '../model/send-message';
import { ChatHeader } from './chat-header';
import { Composer } from './composer';
import { EmptyChat } from './empty-chat';
import { MissingConversation } from './missing-conversation';
import { ParametersPanel } from './parameters-panel';
import { ThreadView } from './thread-view';

interface Props {
  conversationId: string | null;
  /** The run to show first; the newest otherwise. */
  runId: string | undefined;
}

/** Header, thread and composer, with the panel of parameters at their side. */
export function Chat({ conversationId, runId }: Props) {
  const composer = useRef<HTMLTextAreaElement>(null);
  const navigate = useNavigate();
  const missing = useIsMissing(conversationId);

  const send = async (input: NewInput) => {
    const target = await sendMessage(conversationId, input);
    if (target === null || target === conversationId) return;
    await navigate({ to: '/c/$conversationId', params: { conversationId: target } });
  };
  const backToComposer = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) composer.current?.focus();
  };

  if (missing) return <MissingConversation />;
  return (
    <div className="flex h-full min-h-0">
      {/* Keys typed anywhere in the chat; each control inside has its own name and role. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="flex min-w-0 flex-1 flex-col" onKeyDown={backToComposer}>
        <ChatHeader conversationId={conversationId} />
        {conversationId === null ? (
          <EmptyChat onRetry={send} />
        ) : (
          <ThreadView conversationId={conversationId} runId={runId} onRetry={send} />
        )}
        <Composer ref={composer} conversationId={conversationId} onSend={send} />
      </div>
      <ParametersPanel conversationId={conversationId} />
    </div>
  );
}
