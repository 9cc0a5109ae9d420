const PREFIX = 'pallium.draft.';

/** The draft of a conversation; `null` is the one of a conversation that does not exist yet. */
export function readDraft(conversationId: string | null): string {
  return attempt(() => localStorage.getItem(keyOf(conversationId))) ?? '';
}

/** Keeps a draft over reload and change of chat. An empty one is forgotten. */
export function writeDraft(conversationId: string | null, text: string): void {
  attempt(() => {
    if (text === '') localStorage.removeItem(keyOf(conversationId));
    else localStorage.setItem(keyOf(conversationId), text);
  });
}

function keyOf(conversationId: string | null): string {
  return PREFIX + (conversationId ?? 'new');
}

/** A full or forbidden storage costs the draft, not the page. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
