import { ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { LoadMore } from '@/components/load-more';
import { Button } from '@/components/ui/button';
import { useAllUsers } from '@/lib/use-all-users';
import { useJobKinds } from '../api/job-kinds';
import { useJobs } from '../api/list-jobs';
import { statesQuery } from '../model/job-state';
import { kindName } from '../model/kind-name';
import { useJobsAddress } from '../model/use-jobs-address';
import { JobFilters } from './job-filters';
import { JobRow } from './job-row';

/** The queue, the newest first. */
export function JobList() {
  const { t } = useTranslation('jobs');
  const [address, change] = useJobsAddress();
  const users = useAllUsers().data ?? [];
  const { state, kind, owner } = address;
  const states = statesQuery(state);
  const jobs = useJobs({
    ...(states !== undefined && { state: states }),
    ...(kind !== undefined && { kind }),
    ...(owner !== undefined && { owner_id: owner }),
  });
  const ownerName = (id: string | null) => (id === null ? t('the_house') : (users.find((user) => user.id === id)?.name ?? t('gone')));
  const showAll = (
    <Button variant="outline" onClick={() => change({ state: 'all', kind: null, owner: null })}>
      {t('show_all')}
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <JobFilters users={users} />
      <PausedNote onShow={() => change({ view: 'kinds' })} />
      <Faces
        query={jobs}
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={<EmptyState icon={ListChecks} title={t('no_jobs')} description={t('no_jobs_description')} action={state !== 'all' || kind !== undefined || owner !== undefined ? showAll : undefined} />}
      >
        {({ pages }) => (
          <ul aria-label={t('view_jobs')} className="bg-card divide-y rounded-xl border">
            {pages.flatMap(({ items }) =>
              items.map((job) => (
                <JobRow key={job.id} job={job} owner={ownerName(job.owner_id)} onOpen={() => change({ job: job.id })} />
              )),
            )}
          </ul>
        )}
      </Faces>
      <LoadMore query={jobs} />
    </div>
  );
}

/** Why some jobs do not begin. */
function PausedNote({ onShow }: { onShow: () => void }) {
  const { t } = useTranslation('jobs');
  const paused = useJobKinds().data?.items.filter(({ paused_at }) => paused_at !== null) ?? [];
  if (paused.length === 0) return null;
  return (
    <p role="status" className="bg-warning-soft text-warning flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-3 py-2 text-sm">
      <span className="min-w-0 flex-1">{t('paused_kinds', { kinds: paused.map(({ kind }) => kindName(kind, t)).join(', ') })}</span>
      <Button variant="link" size="sm" className="text-warning px-0 underline" onClick={onShow}>
        {t('view_kinds')}
      </Button>
    </p>
  );
}
