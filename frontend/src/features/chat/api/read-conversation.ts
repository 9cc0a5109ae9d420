import { useQuery } from '@tanstack/react-query';
import type { Conversation } from '@/api/generated';
import { getConversationOptions } from '@/api/generated/@tanstack/react-query.gen';

/** One conversation, as soon as it is known; `null` is one that does not exist yet. */
export function useConversation(conversationId: string | null): Conversation | undefined {
  const options = getConversationOptions({ path: { id: conversationId ?? '' } });
  return useQuery({ ...options, enabled: conversationId !== null }).data;
}
