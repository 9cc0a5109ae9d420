import { skipToken, useQuery } from '@tanstack/react-query';
import { conversationOptions } from '../api/read-conversation';

/** The title of the conversation, for the page and for the tab of the browser. */
export function ConversationTitle({ conversationId }: { conversationId: string | null }) {
  const options = conversationOptions(conversationId ?? '');
  const { data } = useQuery({ ...options, queryFn: conversationId === null ? skipToken : options.queryFn });
  return (
    <>
      <title>{data === undefined ? 'Pallium' : `${data.title} · Pallium`}</title>
      <h1 className="text-muted-foreground sr-only min-w-0 flex-1 truncate text-center text-sm md:not-sr-only">
        {data?.title}
      </h1>
    </>
  );
}
