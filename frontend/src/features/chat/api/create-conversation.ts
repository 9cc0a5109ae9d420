import { createConversation as post, type Conversation, type CreateConversation } from '@/api/generated';

/** Makes a conversation. */
export function createConversation(body: CreateConversation): Promise<Conversation> {
  return post({ body });
}
