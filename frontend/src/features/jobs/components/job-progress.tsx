import { useTranslation } from 'react-i18next';
import type { Job } from '@/api/generated';
import { cn } from '@/lib/cn';
import { kindName } from '../model/kind-name';

/** How far a running job says it is. */
export function JobProgress({ job, className }: { job: Job; className?: string }) {
  const { t } = useTranslation('jobs');
  const { percent, text } = job.progress;
  const said = [percent === null ? '' : `${String(percent)} %`, text].filter(Boolean).join(' · ');
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <div
        role="progressbar"
        aria-label={t('progress_of', { kind: kindName(job.kind, t) })}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent !== null && { 'aria-valuenow': percent })}
        {...(said !== '' && { 'aria-valuetext': said })}
        className="bg-muted h-1.5 overflow-hidden rounded-full"
      >
        <div
          className={cn('bg-primary h-full rounded-full transition-[width] duration-500', percent === null && 'w-1/3 animate-pulse')}
          {...(percent !== null && { style: { width: `${String(percent)}%` } })}
        />
      </div>
      <p className="text-muted-foreground min-h-4 truncate text-xs tabular-nums">{said}</p>
    </div>
  );
}
