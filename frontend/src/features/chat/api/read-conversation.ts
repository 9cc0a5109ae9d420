import { getConversationOptions } from '@/api/generated/@tanstack/react-query.gen';

/** One conversation. */
export function conversationOptions(conversationId: string) {
  return getConversationOptions({ path: { id: conversationId } });
}
