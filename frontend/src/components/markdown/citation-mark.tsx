import { use, type ReactNode } from 'react';
import { CitationContext } from './citation-context';

/** A number that cites: what the context draws for it, else the text as it stands. */
export function CitationMark({ number, children }: { number: number; children: ReactNode }) {
  const draw = use(CitationContext);
  return draw?.(number) ?? children;
}
