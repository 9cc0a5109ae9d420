import { create } from 'zustand';

/** What the user has said and the server has not accepted yet. */
export interface PendingInput {
  text: string;
  attachmentIds: string[];
  status: 'sending' | 'failed';
  error: unknown;
}

const NEW = 'new';

const usePendingStore = create<Record<string, PendingInput | undefined>>(() => ({}));

/** The message under way to a conversation; `null` is one that does not exist yet. */
export function usePending(conversationId: string | null): PendingInput | undefined {
  return usePendingStore((all) => all[conversationId ?? NEW]);
}

/** Notes what is under way, or that nothing is. It outlives a change of chat. */
export function setPending(conversationId: string | null, pending: PendingInput | undefined): void {
  usePendingStore.setState({ [conversationId ?? NEW]: pending });
}
