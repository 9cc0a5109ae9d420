type Say = (key: string, values?: Record<string, unknown>) => string;

/** Where a passage stands: its headings, and its page. */
export function placeOf({ heading_path, page }: { heading_path: string[]; page: number | null }, t: Say): string {
  const headings = heading_path.length === 0 ? [] : [heading_path.join(' › ')];
  return [...headings, ...(page === null ? [] : [t('page_number', { page })])].join(' · ');
}
