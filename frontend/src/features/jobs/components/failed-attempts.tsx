import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import type { JobError } from '@/api/generated';
import { formatMoment } from '@/lib/format';

/** Why attempts failed, the last first: the error, and below it what caused it. */
export function FailedAttempts({ errors }: { errors: JobError[] }) {
  const { t } = useTranslation('jobs');
  const id = useId();
  if (errors.length === 0) return null;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h4 id={id} className="text-sm font-semibold">
        {t('failed_attempts')}
      </h4>
      <ol className="flex flex-col gap-2">
        {errors.toReversed().map((error) => (
          <li key={error.attempt} className="flex flex-col gap-1 rounded-lg border p-3 text-sm">
            <p className="text-muted-foreground flex flex-wrap justify-between gap-x-3 text-xs">
              <span>{t(`end_${error.end}`, { attempt: error.attempt })}</span>
              <time dateTime={error.at}>{formatMoment(error.at)}</time>
            </p>
            <Chain chain={error.chain} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Chain({ chain: [outermost, ...causes] }: { chain: string[] }) {
  const { t } = useTranslation('jobs');
  return (
    <>
      {outermost !== undefined && <p className="text-destructive font-medium break-words">{asSentence(outermost)}</p>}
      {causes.length > 0 && (
        <ul aria-label={t('causes')} className="text-muted-foreground ml-1 flex flex-col gap-1 border-l-2 pl-3 break-words">
          {causes.map((cause, depth) => (
            // A chain never changes, and the same words may come twice in it.
            <li key={depth}>{cause}</li>
          ))}
        </ul>
      )}
    </>
  );
}
