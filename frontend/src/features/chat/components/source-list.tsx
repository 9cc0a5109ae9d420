import { ChevronRight, FileText, Globe, Quote } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunSource } from '@/api/generated';
import { sourcePlace } from '../model/source-place';
import { SourceLink } from './source-link';

/** What an answer was given to read, by the numbers that it cites; folded until somebody asks. */
export function SourceList({ sources }: { sources: RunSource[] }) {
  const { t } = useTranslation('sources');
  if (sources.length === 0) return null;
  return (
    <details className="group/sources text-sm">
      <summary className="text-muted-foreground hover:text-foreground flex w-fit cursor-pointer list-none items-center gap-1.5 rounded-md py-1 pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <Quote className="size-4" aria-hidden />
        {t('sources_count', { count: sources.length })}
        <ChevronRight className="size-3.5 transition-transform group-open/sources:rotate-90" aria-hidden />
      </summary>
      <ol aria-label={t('sources')} className="bg-card mt-1 divide-y rounded-xl border">
        {sources.map((source) => (
          <SourceRow key={source.number} source={source} />
        ))}
      </ol>
    </details>
  );
}

function SourceRow({ source }: { source: RunSource }) {
  const { t } = useTranslation('sources');
  const { number, kind, title } = source;
  const Icon = kind === 'document' ? FileText : Globe;
  const place = sourcePlace(source, t);
  return (
    <li className="hover:bg-accent/40 relative flex items-start gap-2.5 px-3 py-2 first:rounded-t-xl last:rounded-b-xl pointer-coarse:min-h-11">
      <span className="text-muted-foreground min-w-4 tabular-nums">{number}</span>
      <Icon className="text-muted-foreground mt-0.5 size-4 shrink-0" aria-hidden />
      <span className="min-w-0">
        <SourceLink source={source} className="font-medium break-words after:absolute after:inset-0">
          {title}
        </SourceLink>
        {place !== '' && <span className="text-muted-foreground block text-xs break-words">{place}</span>}
      </span>
    </li>
  );
}
