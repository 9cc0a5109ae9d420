import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getDocumentFile, getDocumentText, listDocumentChunks, type Document } from '@/api/generated';
import { getDocumentFileQueryKey, getDocumentTextQueryKey, listDocumentChunksQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** The text of a document that is ready. */
export function useDocumentText({ id, state, indexed_at }: Pick<Document, 'id' | 'state' | 'indexed_at'>) {
  return useQuery({
    queryKey: [...getDocumentTextQueryKey({ path: { id } }), indexed_at],
    queryFn: ({ signal }) => getDocumentText({ path: { id }, signal }),
    enabled: state === 'ready',
    staleTime: Infinity,
  });
}

/** The pieces of a document, in reading order. */
export function useChunks(id: string) {
  return useInfiniteQuery({
    queryKey: [...listDocumentChunksQueryKey({ path: { id } }), 'pages'],
    queryFn: ({ pageParam, signal }) => listDocumentChunks({ path: { id }, query: { limit: 50, ...(pageParam !== null && { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** What a tab of its own may show: neither runs anything. */
const SHOWN = ['application/pdf', 'text/plain'];

/** The original file as an address of this page, read with the login, which a link alone cannot send. */
export function useOriginal({ id, media_type }: Pick<Document, 'id' | 'media_type'>, wanted: boolean) {
  return useQuery({
    queryKey: [...getDocumentFileQueryKey({ path: { id } }), 'url'],
    queryFn: async ({ signal }) => {
      const file = await getDocumentFile({ path: { id }, parseAs: 'blob', signal });
      const type = SHOWN.includes(media_type) ? media_type : 'application/octet-stream';
      return URL.createObjectURL(new Blob([file], { type }));
    },
    enabled: wanted,
    staleTime: Infinity,
    gcTime: Infinity,
  });
}

/** Whether a browser shows the original itself. */
export function isShown({ media_type }: Pick<Document, 'media_type'>): boolean {
  return SHOWN.includes(media_type);
}
