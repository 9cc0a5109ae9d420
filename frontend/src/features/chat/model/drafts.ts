import { create } from 'zustand';
import { readStored, storageKey, writeStored } from './draft-storage';

const NEW = 'new';

const useDraftStore = create<Record<string, string | undefined>>(() => ({}));

/** What is written and not sent; `null` is the conversation that does not exist yet. */
export function useDraft(conversationId: string | null): string {
  return useDraftStore((drafts) => drafts[conversationId ?? NEW]) ?? readStored(storageKey('draft', conversationId));
}

/** Changes a draft, here and in what a reload finds. */
export function setDraft(conversationId: string | null, text: string): void {
  useDraftStore.setState({ [conversationId ?? NEW]: text });
  storeDraft(conversationId, text);
}

/** Keeps a text for a reload. An empty one is forgotten. */
export function storeDraft(conversationId: string | null, text: string): void {
  writeStored(storageKey('draft', conversationId), text);
}
