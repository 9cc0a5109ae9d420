import { useParams, useSearch } from '@tanstack/react-router';
import { Chat } from './chat';

/** The screen of one conversation, or of one that begins with the next message. */
export function ChatScreen() {
  const { conversationId } = useParams({ strict: false });
  const { run } = useSearch({ strict: false });
  return <Chat key={conversationId ?? 'new'} conversationId={conversationId ?? null} runId={run} />;
}
