import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SearchCandidate, SearchRank } from '@/api/generated';
import { Badge } from '@/components/ui/badge';

const FATES = { taken: 'primary', merged: 'primary', cut: 'outline' } as const;

/** One candidate: its places by words and by meaning, and why it was taken or cut. */
export function CandidateRow({ candidate }: { candidate: SearchCandidate }) {
  const { t, i18n } = useTranslation('knowledge');
  const { document_id, document_name, index, page, text, lexical, vector, fused, reranked, fate, reason } = candidate;
  const score = (value: number) => new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 3 }).format(value);
  const ranked = (value: SearchRank | null) => (value === null ? '–' : t('rank_score', { rank: value.rank, score: score(value.score) }));
  const scores = [
    ['by_words', ranked(lexical)],
    ['by_meaning', ranked(vector)],
    ['fused', score(fused)],
    ...(reranked === null ? [] : [['reranked', score(reranked)]]),
  ];
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
        <Link to="/knowledge/documents/$documentId" params={{ documentId: document_id }} className="min-w-0 break-words underline-offset-4 hover:underline">
          {document_name}
        </Link>
        <span className="text-muted-foreground text-xs font-normal">
          {t('piece_number', { number: index + 1 })}
          {page !== null && ` · ${t('page_number', { page })}`}
        </span>
        <Badge variant={FATES[fate]} className="ml-auto">
          {reason === null ? t(`fate_${fate}`) : t(`reason_${reason}`)}
        </Badge>
      </p>
      <p className="text-muted-foreground line-clamp-2 text-xs break-words">{text}</p>
      <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs tabular-nums">
        {scores.map(([name, value]) => (
          <div key={name} className="flex gap-1.5">
            <dt className="text-muted-foreground">{t(name ?? '')}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
