import { CalendarClock, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Schedule, Timing } from '@/api/generated';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { Button } from '@/components/ui/button';
import { Switch } from '@/components/ui/switch';
import { formatAgo, formatMoment } from '@/lib/format';
import { toast, toastError } from '@/lib/toast';
import { useRunSchedule, useSchedules, useSwitchSchedule } from '../api/schedules';
import { formatSpan } from '../model/format-span';
import { useJobsAddress } from '../model/use-jobs-address';

/** What makes jobs again and again. */
export function ScheduleList() {
  const { t } = useTranslation('jobs');
  const schedules = useSchedules();
  return (
    <Faces
      query={schedules}
      isEmpty={({ items }) => items.length === 0}
      empty={<EmptyState icon={CalendarClock} title={t('no_schedules')} description={t('no_schedules_description')} />}
    >
      {({ items }) => (
        <ul aria-label={t('view_schedules')} className="bg-card divide-y rounded-xl border">
          {items.map((schedule) => (
            <ScheduleRow key={schedule.id} schedule={schedule} />
          ))}
        </ul>
      )}
    </Faces>
  );
}

function ScheduleRow({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('jobs');
  const [, change] = useJobsAddress();
  const { id, name, enabled, timing, next_at, last_job_id } = schedule;
  const toggle = useSwitchSchedule(id);
  const run = useRunSchedule(id);
  const onError = (thrown: unknown) => toastError(t('not_done'), thrown);
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div className="flex min-w-0 flex-1 basis-56 flex-col gap-1">
        <h3 className="text-sm font-medium break-words">{name}</h3>
        <p className="text-muted-foreground text-xs">
          {timingText(timing, t)}
          {' · '}
          {enabled ? <time dateTime={next_at} title={formatMoment(next_at)}>{t('next_at', { when: formatAgo(next_at) })}</time> : t('switched_off')}
        </p>
      </div>
      <div className="ml-auto flex items-center gap-2">
        {last_job_id !== null && (
          <Button variant="ghost" size="sm" aria-label={t('last_job_of', { name })} onClick={() => change({ job: last_job_id })}>
            {t('last_job')}
          </Button>
        )}
        <Button
          variant="outline"
          size="sm"
          aria-label={t('run_now_of', { kind: name })}
          disabled={run.isPending}
          onClick={() => run.mutate(undefined, { onSuccess: () => toast(t('done_run_now', { kind: name })), onError })}
        >
          <Play aria-hidden />
          {t('run_now')}
        </Button>
        <Switch
          aria-label={t('switch_schedule', { name })}
          checked={enabled}
          disabled={toggle.isPending}
          onCheckedChange={(next) => toggle.mutate(next, { onError })}
        />
      </div>
    </li>
  );
}

function timingText(timing: Timing, t: (key: string, values: Record<string, unknown>) => string): string {
  switch (timing.type) {
    case 'cron':
      return `${timing.cron} (${timing.time_zone})`;
    case 'interval':
      return t('interval', { time: formatSpan(timing.seconds) });
  }
}
