import { useTranslation } from 'react-i18next';
import type { Job } from '@/api/generated';
import { Badge } from '@/components/ui/badge';
import { phaseOf } from '../model/job-state';

const VARIANTS = {
  waiting: 'outline',
  scheduled: 'outline',
  available: 'default',
  running: 'primary',
  stopping: 'warning',
  retrying: 'warning',
  completed: 'default',
  cancelled: 'outline',
  discarded: 'destructive',
} as const;

/** How far a job is, in a word. */
export function JobBadge({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const phase = phaseOf(job);
  return <Badge variant={VARIANTS[phase]}>{t(`state_${phase}`)}</Badge>;
}
