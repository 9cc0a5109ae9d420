import { queryOptions } from '@tanstack/react-query';
import { getAttachmentContent } from '@/api/generated';

/** The content of an attachment as an address that an image can show; it is read once per page. */
export function attachmentUrlOptions(attachmentId: string) {
  return queryOptions({
    queryKey: ['attachment-url', attachmentId],
    queryFn: async ({ signal }) => {
      const content = await getAttachmentContent({ path: { id: attachmentId }, parseAs: 'blob', signal });
      return URL.createObjectURL(content as Blob);
    },
    staleTime: Infinity,
    gcTime: Infinity,
  });
}
