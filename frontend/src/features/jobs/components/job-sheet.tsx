import { useTranslation } from 'react-i18next';
import type { JobDetail } from '@/api/generated';
import { Faces } from '@/components/faces';
import { Sheet, SheetContent } from '@/components/ui/sheet';
import { useJobEvents } from '../api/list-job-events';
import { useJob } from '../api/read-job';
import { isFinished } from '../model/job-state';
import { kindName } from '../model/kind-name';
import { useFollowJob } from '../model/use-follow-job';
import { FailedAttempts } from './failed-attempts';
import { JobActions } from './job-actions';
import { JobBadge } from './job-badge';
import { JobFacts } from './job-facts';
import { JobHistory } from './job-history';
import { JobProgress } from './job-progress';

/** The job of the address beside the list; closed while there is none. */
export function JobSheet({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('jobs');
  return (
    <Sheet open={id !== undefined} onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={t('job')} className="max-w-lg">
        {id !== undefined && <OpenJob key={id} id={id} />}
      </SheetContent>
    </Sheet>
  );
}

function OpenJob({ id }: { id: string }) {
  const job = useJob(id);
  const events = useJobEvents(id);
  useFollowJob(id, job.data !== undefined && events.data !== undefined && !isFinished(job.data));
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pt-2 pb-8">
      <Faces query={job}>
        {(job) => (
          <div className="flex flex-col gap-6">
            <Head job={job} />
            <JobFacts job={job} />
            <FailedAttempts errors={job.errors} />
            <JobHistory events={events} />
          </div>
        )}
      </Faces>
    </div>
  );
}

function Head({ job }: { job: JobDetail }) {
  const { t } = useTranslation('jobs');
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 text-lg font-semibold break-words">{kindName(job.kind, t)}</h3>
        <JobBadge job={job} />
        <JobActions job={job} />
      </div>
      {job.state === 'running' && <JobProgress job={job} />}
    </div>
  );
}
