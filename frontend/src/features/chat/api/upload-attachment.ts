import { uploadAttachment as post } from '@/api/generated';
import { getAttachmentQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import type { Attachment } from '@/api/generated';
import { queryClient } from '@/lib/query-client';

/** Uploads a picture, or a file whose text is to be read. */
export async function uploadAttachment(file: File, signal: AbortSignal): Promise<Attachment> {
  const attachment = await post({ body: { file }, signal });
  queryClient.setQueryData(getAttachmentQueryKey({ path: { id: attachment.id } }), attachment);
  return attachment;
}
