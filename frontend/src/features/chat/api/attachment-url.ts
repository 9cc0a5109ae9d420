import { queryOptions } from '@tanstack/react-query';
import { client } from '@/api/client';

/** The content of an attachment as an address that an image can show; it is read once per page. */
export function attachmentUrlOptions(attachmentId: string) {
  return queryOptions({
    queryKey: ['attachment-url', attachmentId],
    queryFn: async ({ signal }) => {
      const content = await client.get<{ 200: Blob }, unknown, true, 'data'>({
        url: '/api/v1/attachments/{id}/content',
        path: { id: attachmentId },
        parseAs: 'blob',
        responseStyle: 'data',
        signal,
      });
      return URL.createObjectURL(content);
    },
    staleTime: Infinity,
    gcTime: Infinity,
  });
}
