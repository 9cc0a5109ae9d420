/** A picture on its way into a message. One that a reload found has no preview here; it is read from the server. */
export type DraftAttachment = { key: string; name: string; preview: string | null } & (
  | { status: 'uploading' }
  | { status: 'ready'; id: string }
  | { status: 'failed'; reason: string }
);

/** What happens to the pictures of a draft. */
export type AttachmentEvent =
  | { type: 'added'; key: string; name: string; preview: string }
  | { type: 'uploaded'; key: string; id: string }
  | { type: 'failed'; key: string; reason: string }
  | { type: 'removed'; key: string }
  | { type: 'sent' };

const MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const BYTES_MAX = 20 * 1024 * 1024;

/** What the file chooser offers. */
export const ACCEPTED_FILES = MEDIA_TYPES.join(',');

/** Why a file cannot be attached, as a key of the texts. */
export function refusalOf({ type, size }: Pick<File, 'type' | 'size'>): 'attachment_unsupported' | 'attachment_too_large' | null {
  if (!MEDIA_TYPES.includes(type)) return 'attachment_unsupported';
  return size > BYTES_MAX ? 'attachment_too_large' : null;
}

/** Folds one event into the pictures of a draft. */
export function reduceAttachments(all: DraftAttachment[], event: AttachmentEvent): DraftAttachment[] {
  switch (event.type) {
    case 'added':
      return [...all, { key: event.key, name: event.name, preview: event.preview, status: 'uploading' }];
    case 'uploaded':
      return change(all, event.key, ({ key, name, preview }) => ({ key, name, preview, status: 'ready', id: event.id }));
    case 'failed':
      return change(all, event.key, ({ key, name, preview }) => ({ key, name, preview, status: 'failed', reason: event.reason }));
    case 'removed':
      return all.filter(({ key }) => key !== event.key);
    case 'sent':
      return [];
  }
}

function change(all: DraftAttachment[], key: string, to: (old: DraftAttachment) => DraftAttachment): DraftAttachment[] {
  return all.map((attachment) => (attachment.key === key ? to(attachment) : attachment));
}
