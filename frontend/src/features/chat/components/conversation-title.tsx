import { useConversation } from '../api/read-conversation';

/** The title of the conversation, for the page and for the tab of the browser. */
export function ConversationTitle({ conversationId }: { conversationId: string | null }) {
  const conversation = useConversation(conversationId);
  return (
    <>
      <title>{conversation === undefined ? 'Pallium' : `${conversation.title} · Pallium`}</title>
      <h1 className="text-muted-foreground sr-only min-w-0 flex-1 truncate text-center text-sm md:not-sr-only">
        {conversation?.title}
      </h1>
    </>
  );
}
