/** One page of a list. */
type Page<T> = { items: T[]; next_cursor: string | null };

/** Most items of one page. */
export const PAGE_SIZE = 200;

/** Reads a list to its end, for those who choose from it. */
export async function allPages<T>(read: (query: { limit: number; cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let page = await read({ limit: PAGE_SIZE });
  items.push(...page.items);
  while (page.next_cursor !== null) {
    page = await read({ limit: PAGE_SIZE, cursor: page.next_cursor });
    items.push(...page.items);
  }
  return items;
}
