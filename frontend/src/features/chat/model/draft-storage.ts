const PREFIX = 'pallium.';

/** Names what is kept for a conversation; `null` is the one that does not exist yet. */
export function storageKey(kind: 'draft' | 'draft-images', conversationId: string | null): string {
  return `${PREFIX}${kind}.${conversationId ?? 'new'}`;
}

/** What a reload finds; empty where there is nothing. */
export function readStored(key: string): string {
  return attempt(() => localStorage.getItem(key)) ?? '';
}

/** Keeps a text for a reload. An empty one is forgotten. */
export function writeStored(key: string, text: string): void {
  attempt(() => {
    if (text === '') localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  });
}

/** A full or forbidden storage costs the draft, not the page. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
