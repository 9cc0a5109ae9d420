import { expect, it } from 'vitest';
import { changeDocument, pagesOf, replacePage, type DocumentPages } from './document-pages';
import { document } from './fixtures';

const page = (names: string[], next_cursor: string | null) => ({ items: names.map((id) => document({ id })), next_cursor });
const held: DocumentPages = {
  pages: [page(['a', 'b'], 'b'), page(['c', 'd'], 'd'), page(['e'], null)],
  pageParams: [null, 'b', 'd'],
};
const names = ({ pages }: DocumentPages) => pages.map(({ items }) => items.map(({ id }) => id).join(''));

it('knows which pages are seen', () => {
  expect(pagesOf(held, 0, 2)).toEqual([0]);
  expect(pagesOf(held, 1, 3)).toEqual([0, 1]);
  expect(pagesOf(held, 4, 9)).toEqual([2]);
  expect(pagesOf({ pages: [page([], null)], pageParams: [null] }, 0, 0)).toEqual([0]);
});

it('keeps the pages after one that ends where it did', () => {
  expect(names(replacePage(held, 0, page(['a', 'B'], 'b')))).toEqual(['aB', 'cd', 'e']);
});

it('lets the pages after one go that ends elsewhere', () => {
  const next = replacePage(held, 0, page(['new', 'a'], 'a'));
  expect(names(next)).toEqual(['newa']);
  expect(next.pageParams).toEqual([null]);
});

it('changes and takes out a document', () => {
  expect(names(changeDocument(held, 'c', null))).toEqual(['ab', 'd', 'e']);
  expect(changeDocument(held, 'c', document({ id: 'c', state: 'failed' })).pages[1]?.items[0]?.state).toBe('failed');
});
