import { markConversationSeen } from '@/api/generated';

/** Tells the server that the user has seen the newest answer. */
export async function markSeen(conversationId: string): Promise<void> {
  await markConversationSeen({ path: { id: conversationId } });
}
