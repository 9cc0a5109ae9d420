import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListJobEvent } from '@/api/generated';
import { Faces } from '@/components/faces';
import { formatMoment } from '@/lib/format';

type Event = ListJobEvent['items'][number];
type Props = { events: { data: ListJobEvent | undefined; error: unknown; refetch: () => unknown } };

/** What happened to a job, the oldest first. Progress is left out: the bar shows the last of it. */
export function JobHistory({ events }: Props) {
  const { t } = useTranslation('jobs');
  const id = useId();
  const told = (items: Event[]) => items.filter(({ type }) => type !== 'progress');
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h4 id={id} className="text-sm font-semibold">
        {t('history')}
      </h4>
      <Faces
        query={events}
        isEmpty={({ items }) => told(items).length === 0}
        empty={<p className="text-muted-foreground text-sm">{t('no_history')}</p>}
      >
        {({ items }) => (
          <ol className="flex flex-col gap-1 border-l-2 pl-3 text-sm">
            {told(items).map((event) => (
              <li key={event.sequence} className="flex flex-wrap justify-between gap-x-3">
                <span className="min-w-0 break-words">{t(`event_${event.type}`, wordsOf(event))}</span>
                <time dateTime={event.at} className="text-muted-foreground text-xs leading-5">
                  {formatMoment(event.at)}
                </time>
              </li>
            ))}
          </ol>
        )}
      </Faces>
    </section>
  );
}

/** What the sentence about an event names. */
function wordsOf(event: Event): Record<string, unknown> {
  switch (event.type) {
    case 'started':
      return { attempt: event.attempt };
    case 'failed':
      return { attempt: event.error.attempt, when: formatMoment(event.retry_at) };
    case 'discarded':
      return { attempt: event.error.attempt };
    default:
      return {};
  }
}
