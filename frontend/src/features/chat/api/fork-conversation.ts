import { forkConversation as post, type Conversation } from '@/api/generated';

/** Makes a new conversation that begins with the branch up to this run. */
export function forkConversation(conversationId: string, runId: string): Promise<Conversation> {
  return post({ path: { id: conversationId }, body: { run_id: runId } });
}
