import type { Message, Part } from '@/api/generated';

/** The words of a message. */
export function messageText(message: Pick<Message, 'parts'> | null): string {
  return (message?.parts ?? []).flatMap((part) => (isWords(part) ? [part.text] : [])).join('\n\n');
}

/** The pictures of a message. */
export function messageImages(message: Pick<Message, 'parts'> | null): string[] {
  return (message?.parts ?? []).flatMap((part) => (part.type === 'image' ? [part.attachment_id] : []));
}

function isWords(part: Part): part is Extract<Part, { type: 'text' | 'refusal' }> {
  return part.type === 'text' || part.type === 'refusal';
}
