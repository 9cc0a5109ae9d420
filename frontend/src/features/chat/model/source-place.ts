import type { RunSource } from '@/api/generated';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** Where a source is: the headings and the page of a document, or the host of a web page. */
export function sourcePlace({ url, heading_path, page }: RunSource, t: Say): string {
  if (url !== null) return hostOf(url);
  const headings = heading_path.length === 0 ? [] : [heading_path.join(' › ')];
  return [...headings, ...(page === null ? [] : [t('page_number', { page })])].join(' · ');
}

/** The address of a web page, where it is one that a link may lead to. */
export function webAddress({ url }: Pick<RunSource, 'url'>): string | undefined {
  return url !== null && /^https?:\/\//i.test(url) ? url : undefined;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
