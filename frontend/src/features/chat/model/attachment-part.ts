import { getAttachmentQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import type { Attachment, Part } from '@/api/generated';
import { queryClient } from '@/lib/query-client';

/** The part of a message that an attachment will be: what has a text is a file, the rest are pictures. */
export function attachmentPart(attachment_id: string): Part {
  const known = queryClient.getQueryData<Attachment>(getAttachmentQueryKey({ path: { id: attachment_id } }));
  return { type: known?.document == null ? 'image' : 'file', attachment_id };
}
