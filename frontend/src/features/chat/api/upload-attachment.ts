import { uploadAttachment as post, type Attachment } from '@/api/generated';

/** Uploads a picture. */
export function uploadAttachment(file: File, signal: AbortSignal): Promise<Attachment> {
  return post({ body: { file }, signal });
}
