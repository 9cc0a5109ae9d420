import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobDetail } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { formatMoment } from '@/lib/format';
import { useAllUsers } from '@/lib/use-all-users';
import { formatSpan } from '../model/format-span';
import { useJobsAddress } from '../model/use-jobs-address';

/** What is known of a job besides how it went. */
export function JobFacts({ job }: { job: JobDetail }) {
  const { t } = useTranslation('jobs');
  const owner = useAllUsers().data?.find(({ id }) => id === job.owner_id)?.name;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      <Fact name={t('owner')}>{job.owner_id === null ? t('the_house') : (owner ?? t('gone'))}</Fact>
      <Fact name={t('attempts')}>{t('attempts_of', { attempt: job.attempt, most: job.max_attempts })}</Fact>
      <Fact name={t('created_at')}>{formatMoment(job.created_at)}</Fact>
      {job.state === 'scheduled' && <Fact name={t('run_at')}>{formatMoment(job.run_at)}</Fact>}
      {job.started_at !== null && <Fact name={t('started_at')}>{formatMoment(job.started_at)}</Fact>}
      {job.finished_at !== null && <Fact name={t('finished_at')}>{formatMoment(job.finished_at)}</Fact>}
      <Fact name={t('timeout')}>{formatSpan(job.timeout_seconds)}</Fact>
      <Fact name={t('priority')}>{job.priority}</Fact>
      {job.worker_id !== null && <Fact name={t('worker')}>{job.worker_id}</Fact>}
      {job.unique_key !== null && <Fact name={t('unique_key')}>{job.unique_key}</Fact>}
      {job.depends_on.length > 0 && <Fact name={t('depends_on')}>{<Dependencies ids={job.depends_on} />}</Fact>}
      <Fact name={t('id')}>
        <code className="font-mono text-xs">{job.id}</code>
      </Fact>
      {Object.keys(job.arguments).length > 0 && (
        <Fact name={t('arguments')}>
          <pre className="bg-muted overflow-x-auto rounded-md p-2 font-mono text-xs whitespace-pre-wrap">{JSON.stringify(job.arguments, null, 2)}</pre>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Dependencies({ ids }: { ids: string[] }) {
  const [, change] = useJobsAddress();
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          <Button variant="link" size="sm" className="h-auto min-w-0 px-0 font-mono text-xs whitespace-normal" onClick={() => change({ job: id })}>
            {id}
          </Button>
        </li>
      ))}
    </ul>
  );
}
