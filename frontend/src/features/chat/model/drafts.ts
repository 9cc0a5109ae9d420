import { create } from 'zustand';

const PREFIX = 'pallium.draft.';
const NEW = 'new';

const useDraftStore = create<Record<string, string | undefined>>(() => ({}));

/** What is written and not sent; `null` is the conversation that does not exist yet. */
export function useDraft(conversationId: string | null): string {
  return useDraftStore((drafts) => drafts[conversationId ?? NEW]) ?? storedDraft(conversationId);
}

/** Changes a draft, here and in what a reload finds. */
export function setDraft(conversationId: string | null, text: string): void {
  useDraftStore.setState({ [conversationId ?? NEW]: text });
  storeDraft(conversationId, text);
}

/** What a reload would find. */
export function storedDraft(conversationId: string | null): string {
  return attempt(() => localStorage.getItem(keyOf(conversationId))) ?? '';
}

/** Keeps a text for a reload. An empty one is forgotten. */
export function storeDraft(conversationId: string | null, text: string): void {
  attempt(() => {
    if (text === '') localStorage.removeItem(keyOf(conversationId));
    else localStorage.setItem(keyOf(conversationId), text);
  });
}

function keyOf(conversationId: string | null): string {
  return PREFIX + (conversationId ?? NEW);
}

/** A full or forbidden storage costs the draft, not the page. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
