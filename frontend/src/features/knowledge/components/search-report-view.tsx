import { Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KnowledgeReport, Passage } from '@/api/generated';
import { asSentence } from '@/api/as-sentence';
import { EmptyState } from '@/components/empty-state';
import { placeOf } from '../model/place-of';
import { CandidateRow } from './candidate-row';

const PHASES = ['embed', 'lexical', 'vector', 'rerank'] as const;

/** What a search found, how long it took, and what became of each candidate. */
export function SearchReportView({ report }: { report: KnowledgeReport }) {
  const { t, i18n } = useTranslation('knowledge');
  const { passages, candidates, lexical_only, notes, took_ms } = report;
  const ms = (value: number) => new Intl.NumberFormat(i18n.language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  const phases = PHASES.filter((phase) => took_ms[phase] > 0).map((phase) => `${t(`took_${phase}`)} ${ms(took_ms[phase])}`);
  return (
    <div className="flex flex-col gap-6">
      <p role="status" className="text-muted-foreground text-sm tabular-nums">
        {t('took', { count: passages.length, ms: ms(took_ms.total) })}
        {phases.length > 0 && ` (${phases.join(' · ')})`}
        {lexical_only && ` · ${t('words_only')}`}
      </p>
      {notes.map((note) => (
        <p key={note} className="bg-warning-soft text-warning rounded-lg px-3 py-2 text-sm">
          {asSentence(note)}
        </p>
      ))}
      {passages.length === 0 && <EmptyState icon={SearchX} title={t('nothing_found')} description={t('nothing_found_description')} />}
      {passages.length > 0 && (
        <section aria-label={t('passages')} className="flex flex-col gap-3">
          <h2 className="text-base font-semibold">{t('passages')}</h2>
          <ol className="flex flex-col gap-3">
            {passages.map((passage, index) => (
              <PassageCard key={`${passage.document_id} ${String(passage.start)}`} passage={passage} number={index + 1} />
            ))}
          </ol>
        </section>
      )}
      {candidates.length > 0 && (
        <section aria-label={t('candidates')} className="flex flex-col gap-3">
          <h2 className="text-base font-semibold">{t('candidates')}</h2>
          <ol className="bg-card divide-y rounded-xl border">
            {candidates.map((candidate) => (
              <CandidateRow key={candidate.chunk_id} candidate={candidate} />
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function PassageCard({ passage, number }: { passage: Passage; number: number }) {
  const { t } = useTranslation('knowledge');
  const { document_id, document_name, title, start, end, page, text } = passage;
  return (
    <li className="bg-card flex flex-col gap-1.5 rounded-xl border px-4 py-3">
      <h3 className="flex items-baseline gap-2 text-sm font-medium">
        <span className="text-muted-foreground tabular-nums">{number}</span>
        <Link
          to="/knowledge/documents/$documentId"
          params={{ documentId: document_id }}
          search={{ start, end, ...(page !== null && { page }) }}
          className="text-primary-text min-w-0 break-words underline-offset-4 hover:underline"
        >
          {title ?? document_name}
        </Link>
      </h3>
      <p className="text-muted-foreground text-xs">{placeOf(passage, t)}</p>
      <p className="line-clamp-6 text-sm break-words whitespace-pre-line">{text}</p>
    </li>
  );
}
