import type { Part } from '@/api/generated';

/** A message, as far as its parts matter. */
type WithParts = { parts: Part[] };

/** The words of a message. */
export function messageText(message: WithParts | null): string {
  return (message?.parts ?? []).flatMap((part) => (isWords(part) ? [part.text] : [])).join('\n\n');
}

/** The pictures of a message. */
export function messageImages(message: WithParts | null): string[] {
  return (message?.parts ?? []).flatMap((part) => (part.type === 'image' ? [part.attachment_id] : []));
}

/** The files of a message that are not pictures. */
export function messageFiles(message: WithParts | null): string[] {
  return (message?.parts ?? []).flatMap((part) => (part.type === 'file' ? [part.attachment_id] : []));
}

/** Everything that is attached to a message. */
export function messageAttachments(message: WithParts | null): string[] {
  return [...messageImages(message), ...messageFiles(message)];
}

function isWords(part: Part): part is Extract<Part, { type: 'text' | 'refusal' }> {
  return part.type === 'text' || part.type === 'refusal';
}
