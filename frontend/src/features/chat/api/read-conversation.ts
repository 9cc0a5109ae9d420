import { useQuery } from '@tanstack/react-query';
import { toApiError } from '@/api/client';
import type { Conversation } from '@/api/generated';
import { getConversationOptions } from '@/api/generated/@tanstack/react-query.gen';

function query(conversationId: string | null) {
  return { ...getConversationOptions({ path: { id: conversationId ?? '' } }), enabled: conversationId !== null };
}

/** One conversation, as soon as it is known; `null` is one that does not exist yet. */
export function useConversation(conversationId: string | null): Conversation | undefined {
  return useQuery(query(conversationId)).data;
}

/** Whether the server knows no such conversation of this user. */
export function useIsMissing(conversationId: string | null): boolean {
  const { error } = useQuery(query(conversationId));
  return error !== null && toApiError(error).status === 404;
}
