import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deleteDocument, listDocuments, retryDocument, type Document, type DocumentState } from '@/api/generated';
import { getCollectionQueryKey, getDocumentOptions, getDocumentQueryKey, listDocumentsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { changeDocument, pagesOf, replacePage, type DocumentPages } from '../model/document-pages';
import { BUSY_MS, isInWork } from '../model/document-state';
import { useCollection } from './collections';

/** How many documents are read at a time. */
const LIMIT = 200;

/** Which documents of a collection. */
export type DocumentFilter = { q?: string; state?: DocumentState; source_id?: string };

function listKey(id: string, query: DocumentFilter = {}) {
  return listDocumentsQueryKey({ path: { id }, ...(Object.keys(query).length > 0 && { query }) });
}

function readPage(id: string, filter: DocumentFilter, cursor: string | null, signal: AbortSignal) {
  return listDocuments({ path: { id }, query: { ...filter, limit: LIMIT, ...(cursor !== null && { cursor }) }, signal });
}

/** The documents of a collection, as many pages as were scrolled to. */
export function useDocuments(id: string, filter: DocumentFilter) {
  return useInfiniteQuery({
    queryKey: [...listKey(id, filter), 'pages'],
    queryFn: ({ pageParam, signal }) => readPage(id, filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // A list of thousands is never read again whole; `useRefreshSeen` reads what is seen.
    staleTime: Infinity,
    refetchOnMount: 'always',
    // Comparing thousands of documents with each page that comes would cost more than drawing those that are seen.
    structuralSharing: false,
  });
}

/**
 * Reads the pages that are seen again: when the collection counts otherwise than before, and every other second while
 * one of the documents that are seen is in work.
 */
export function useRefreshSeen(id: string, filter: DocumentFilter, seen: { first: number; end: number }): void {
  const queries = useQueryClient();
  const collection = useCollection(id).data;
  const queryKey = [...listKey(id, filter), 'pages'];
  const held = () => queries.getQueryData<DocumentPages>(queryKey);
  const indices = () => {
    const now = held();
    return now === undefined ? [] : pagesOf(now, seen.first, seen.end);
  };
  const inWork = () => indices().some((index) => held()?.pages[index]?.items.some(isInWork));
  useQuery({
    queryKey: ['refresh-seen', id, filter, collection?.documents, collection?.chunks],
    queryFn: async ({ signal }) => {
      for (const index of indices()) {
        const cursor = held()?.pageParams[index];
        if (cursor === undefined) break;
        const page = await readPage(id, filter, cursor, signal);
        queries.setQueryData<DocumentPages>(queryKey, (now) => now && replacePage(now, index, page));
      }
      return null;
    },
    enabled: collection !== undefined && held() !== undefined,
    staleTime: Infinity,
    gcTime: 0,
    refetchInterval: () => (inWork() ? BUSY_MS : false),
  });
}

/** One document. Read again by itself while it is in work. */
export function useDocument(id: string) {
  return useQuery({
    ...getDocumentOptions({ path: { id } }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data !== undefined && isInWork(state.data) ? BUSY_MS : false),
  });
}

/** Reads a document again that could not be read, or is not as its source has it. */
export function useRetryDocument(document: Document) {
  const changed = useDocumentChanged(document);
  return useMutation({ mutationFn: () => retryDocument({ path: { id: document.id } }), onSuccess: (next) => changed(next) });
}

/** Removes a document with its text and its pieces. */
export function useDeleteDocument(document: Document) {
  const changed = useDocumentChanged(document);
  return useMutation({ mutationFn: () => deleteDocument({ path: { id: document.id } }), onSuccess: () => changed(null) });
}

function useDocumentChanged({ id, collection_id }: Document) {
  const queries = useQueryClient();
  return (next: Document | null) => {
    if (next !== null) queries.setQueryData(getDocumentQueryKey({ path: { id } }), next);
    if (collection_id === null) return;
    queries.setQueriesData<DocumentPages>({ queryKey: listKey(collection_id) }, (held) => held && changeDocument(held, id, next));
    void queries.invalidateQueries({ queryKey: getCollectionQueryKey({ path: { id: collection_id } }) });
  };
}
