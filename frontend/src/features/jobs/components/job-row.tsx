import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import type { Job } from '@/api/generated';
import { formatAgo, formatMoment } from '@/lib/format';
import { kindName } from '../model/kind-name';
import { JobActions } from './job-actions';
import { JobBadge } from './job-badge';
import { JobProgress } from './job-progress';

type Props = { job: Job; owner: string; onOpen: () => void };

/** One job: what, whose, how far, and what can be done. The whole row opens it. */
export function JobRow({ job, owner, onOpen }: Props) {
  const { t } = useTranslation('jobs');
  const error = job.state === 'completed' || job.state === 'cancelled' ? undefined : job.errors.at(-1)?.chain[0];
  const when = job.finished_at ?? (job.state === 'scheduled' ? job.run_at : (job.started_at ?? job.created_at));
  const facts = [owner, job.attempt > 1 || job.errors.length > 0 ? t('attempt_of', { attempt: job.attempt, most: job.max_attempts }) : ''];
  return (
    <li className="hover:bg-accent/40 relative flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 first:rounded-t-xl last:rounded-b-xl">
      <div className="flex min-w-0 flex-1 basis-48 flex-col gap-1">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          <button type="button" aria-haspopup="dialog" onClick={onOpen} className="rounded-xl text-left break-words after:absolute after:inset-0 after:rounded-[inherit] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-(--ring)">
            {kindName(job.kind, t)}
          </button>
          <JobBadge job={job} />
        </h3>
        <p className="text-muted-foreground text-xs">
          {facts.filter(Boolean).join(' · ')}
          {' · '}
          <time dateTime={when} title={formatMoment(when)}>
            {formatAgo(when)}
          </time>
        </p>
        {error !== undefined && <p className="text-destructive line-clamp-2 text-xs break-words">{asSentence(error)}</p>}
      </div>
      {job.state === 'running' && <JobProgress job={job} className="order-last basis-full sm:order-none sm:basis-44" />}
      <JobActions job={job} iconsOnly />
    </li>
  );
}
