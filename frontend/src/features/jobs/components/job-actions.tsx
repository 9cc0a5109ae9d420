import { Ban, Play, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '@/api/generated';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { toast, toastError } from '@/lib/toast';
import { useControlJob } from '../api/control-job';
import { actionsOf, type JobAction } from '../model/job-state';
import { kindName } from '../model/kind-name';

const ICONS = { cancel: Ban, retry: RotateCcw, run_now: Play };

type Props = { job: Job; iconsOnly?: boolean };

/** What can be done to a job. Only what a running one has done so far is lost, so only that is asked about. */
export function JobActions({ job, iconsOnly = false }: Props) {
  const { t } = useTranslation('jobs');
  const control = useControlJob(job.id);
  const [asking, setAsking] = useState(false);
  const kind = kindName(job.kind, t);
  const act = (action: JobAction) =>
    control.mutate(action, {
      onSuccess: () => toast(t(`done_${action}`, { kind })),
      onError: (thrown) => toastError(t('not_done'), thrown),
    });
  const ask = (action: JobAction) => (action === 'cancel' && job.state === 'running' ? setAsking(true) : act(action));
  return (
    <div className="relative ml-auto flex gap-2">
      {actionsOf(job).map((action) => {
        const Icon = ICONS[action];
        return iconsOnly ? (
          <IconButton key={action} label={t(`${action}_of`, { kind })} disabled={control.isPending} onClick={() => ask(action)}>
            <Icon aria-hidden />
          </IconButton>
        ) : (
          <Button key={action} variant="outline" disabled={control.isPending} onClick={() => ask(action)}>
            <Icon aria-hidden />
            {t(action)}
          </Button>
        );
      })}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('cancel_running', { kind })}
        description={t('cancel_running_description')}
        confirm={t('cancel')}
        onConfirm={() => act('cancel')}
      />
    </div>
  );
}
