import { create } from 'zustand';
import { reduceAttachments, type AttachmentEvent, type AttachmentKind, type DraftAttachment } from './attachments';
import { readStored, storageKey, writeStored } from './draft-storage';

const NEW = 'new';

const useStore = create<Record<string, DraftAttachment[] | undefined>>(() => ({}));

/** The attachments that wait for the next message; `null` is the conversation that does not exist yet. */
export function useDraftAttachments(conversationId: string | null): DraftAttachment[] {
  return useStore((all) => all[conversationId ?? NEW]) ?? stored(conversationId);
}

/** Changes the attachments. What is sent stays in the storage until the server has accepted it. */
export function changeAttachments(conversationId: string | null, event: AttachmentEvent): void {
  useStore.setState({ [conversationId ?? NEW]: reduceAttachments(held(conversationId), event) });
  if (event.type !== 'sent') storeAttachments(conversationId);
}

/** Lets a reload find the attachments that are held now, and no others. */
export function storeAttachments(conversationId: string | null): void {
  const ready = held(conversationId).flatMap((attachment) =>
    attachment.status === 'ready' ? [{ id: attachment.id, name: attachment.name, kind: attachment.kind }] : [],
  );
  writeStored(storageKey('draft-images', conversationId), ready.length === 0 ? '' : JSON.stringify(ready));
}

/** Takes back the attachments of a message that was refused. */
export function restoreAttachments(conversationId: string | null): void {
  useStore.setState({ [conversationId ?? NEW]: stored(conversationId) });
}

function held(conversationId: string | null): DraftAttachment[] {
  return useStore.getState()[conversationId ?? NEW] ?? stored(conversationId);
}

function stored(conversationId: string | null): DraftAttachment[] {
  const text = readStored(storageKey('draft-images', conversationId));
  if (text === '') return [];
  const kept = JSON.parse(text) as { id: string; name: string; kind?: AttachmentKind }[];
  return kept.map(({ id, name, kind = 'image' }) => ({ key: id, kind, name, preview: null, status: 'ready', id }));
}
