import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RunSource } from '@/api/generated';
import { webAddress } from '../model/source-place';

/** Leads to a source: its passage in the viewer, or the web page. One that is gone is only text. */
export function SourceLink({ source, className, children }: { source: RunSource; className: string; children: ReactNode }) {
  const { document_id: documentId, start, end, page } = source;
  if (documentId !== null) {
    const search = { ...(start !== null && { start }), ...(end !== null && { end }), ...(page !== null && { page }) };
    return (
      <Link to="/knowledge/documents/$documentId" params={{ documentId }} search={search} className={className}>
        {children}
      </Link>
    );
  }
  const address = webAddress(source);
  if (address === undefined) return <span>{children}</span>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" className={className}>
      {children}
    </a>
  );
}
