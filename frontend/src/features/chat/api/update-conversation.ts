import { updateConversation as patch, type Conversation, type UpdateConversation } from '@/api/generated';
import { getConversationQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { queryClient } from '@/lib/query-client';

/** Changes a conversation, and what this page knows of it. */
export async function updateConversation(conversationId: string, body: UpdateConversation): Promise<Conversation> {
  const path = { id: conversationId };
  const conversation = await patch({ path, body });
  queryClient.setQueryData(getConversationQueryKey({ path }), conversation);
  return conversation;
}
