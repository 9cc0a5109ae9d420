import type { Document, ListDocument } from '@/api/generated';

/** What is held of a long list: its pages from the beginning on, and the cursor that each was read with. */
export type DocumentPages = { pages: ListDocument[]; pageParams: (string | null)[] };

/** The pages that have rows between `first` and, without it, `end`. */
export function pagesOf({ pages }: DocumentPages, first: number, end: number): number[] {
  const found: number[] = [];
  let row = 0;
  pages.forEach(({ items }, index) => {
    if (row < end && row + items.length > first) found.push(index);
    row += items.length;
  });
  return found.length === 0 && pages.length > 0 ? [0] : found;
}

/**
 * Puts a page that was read again into its place. Where it ends elsewhere than before, the pages after it may have
 * gaps or doubles; they are let go, and read again when one scrolls there.
 */
export function replacePage(held: DocumentPages, index: number, page: ListDocument): DocumentPages {
  const before = held.pages[index];
  if (before === undefined) return held;
  const moved = before.next_cursor !== page.next_cursor;
  const rest = moved ? [] : held.pages.slice(index + 1);
  const pages = [...held.pages.slice(0, index), page, ...rest];
  return { pages, pageParams: held.pageParams.slice(0, pages.length) };
}

/** Changes a document wherever it is held; `null` takes it out. */
export function changeDocument(held: DocumentPages, id: string, next: Document | null): DocumentPages {
  const change = (document: Document) => (document.id !== id ? [document] : next === null ? [] : [next]);
  return { ...held, pages: held.pages.map((page) => ({ ...page, items: page.items.flatMap(change) })) };
}
