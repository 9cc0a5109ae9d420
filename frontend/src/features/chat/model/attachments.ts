/** What an attachment is to a message: a picture that is seen, or a file whose text is read. */
export type AttachmentKind = 'image' | 'file';

/** An attachment on its way into a message. A picture that a reload found has no preview here; it is read from the server. */
export type DraftAttachment = { key: string; kind: AttachmentKind; name: string; preview: string | null } & (
  | { status: 'uploading' }
  | { status: 'ready'; id: string }
  | { status: 'failed'; reason: string }
);

/** What happens to the attachments of a draft. */
export type AttachmentEvent =
  | { type: 'added'; key: string; kind: AttachmentKind; name: string; preview: string | null }
  | { type: 'uploaded'; key: string; id: string }
  | { type: 'failed'; key: string; reason: string }
  | { type: 'removed'; key: string }
  | { type: 'sent' };

const MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const PICTURE_BYTES_MAX = 20 * 1024 * 1024;
const FILE_BYTES_MAX = 100 * 1024 * 1024;

/** Whether a file is seen or read, as far as the browser knows. */
export function kindOf({ type }: Pick<File, 'type'>): AttachmentKind {
  return MEDIA_TYPES.includes(type) ? 'image' : 'file';
}

/** Why a file cannot be attached, as a key of the texts. What a file really is, the server finds out. */
export function refusalOf({ type, size }: Pick<File, 'type' | 'size'>): 'attachment_unsupported' | 'attachment_too_large' | 'file_too_large' | null {
  if (/^(audio|video)\//.test(type)) return 'attachment_unsupported';
  if (kindOf({ type }) === 'image') return size > PICTURE_BYTES_MAX ? 'attachment_too_large' : null;
  return size > FILE_BYTES_MAX ? 'file_too_large' : null;
}

/** Folds one event into the attachments of a draft. */
export function reduceAttachments(all: DraftAttachment[], event: AttachmentEvent): DraftAttachment[] {
  switch (event.type) {
    case 'added':
      return [...all, { key: event.key, kind: event.kind, name: event.name, preview: event.preview, status: 'uploading' }];
    case 'uploaded':
      return change(all, event.key, ({ key, kind, name, preview }) => ({ key, kind, name, preview, status: 'ready', id: event.id }));
    case 'failed':
      return change(all, event.key, ({ key, kind, name, preview }) => ({ key, kind, name, preview, status: 'failed', reason: event.reason }));
    case 'removed':
      return all.filter(({ key }) => key !== event.key);
    case 'sent':
      return [];
  }
}

function change(all: DraftAttachment[], key: string, to: (old: DraftAttachment) => DraftAttachment): DraftAttachment[] {
  return all.map((attachment) => (attachment.key === key ? to(attachment) : attachment));
}
