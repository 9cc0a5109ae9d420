import { Layers, Pause, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobKind } from '@/api/generated';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { formatCount, formatMoment } from '@/lib/format';
import { toastError } from '@/lib/toast';
import { useJobKinds, usePauseKinds } from '../api/job-kinds';
import { kindName } from '../model/kind-name';
import { useJobsAddress } from '../model/use-jobs-address';

const COUNTS = ['running', 'available', 'scheduled', 'waiting'] as const;

/** The kinds of jobs, how many of each are in the queue, and which rest. */
export function KindList() {
  const { t } = useTranslation('jobs');
  const kinds = useJobKinds();
  return (
    <Faces query={kinds} isEmpty={({ items }) => items.length === 0} empty={<EmptyState icon={Layers} title={t('no_kinds')} />}>
      {({ items }) => (
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <p className="text-muted-foreground min-w-0 flex-1 basis-56 text-sm">{t('kinds_description')}</p>
            <PauseButton kinds={[]} paused={items.every(({ paused_at }) => paused_at !== null)} label={['pause_all', 'resume_all']} />
          </div>
          <ul aria-label={t('view_kinds')} className="bg-card divide-y rounded-xl border">
            {items.map((kind) => (
              <KindRow key={kind.kind} kind={kind} />
            ))}
          </ul>
        </div>
      )}
    </Faces>
  );
}

function KindRow({ kind }: { kind: JobKind }) {
  const { t } = useTranslation('jobs');
  const [, change] = useJobsAddress();
  const name = kindName(kind.kind, t);
  const counts = COUNTS.filter((state) => kind[state] > 0).map((state) => `${t(`state_${state}`)}: ${formatCount(kind[state])}`);
  const facts = [counts.join(' · ') || t('none_open'), kind.concurrency === null ? '' : t('at_once', { count: kind.concurrency })];
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div className="flex min-w-0 flex-1 basis-56 flex-col gap-1">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          {name}
          {kind.paused_at !== null && (
            <Badge variant="warning" title={formatMoment(kind.paused_at)}>
              {t('paused')}
            </Badge>
          )}
        </h3>
        <p className="text-muted-foreground text-xs tabular-nums">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      <div className="ml-auto flex gap-2">
        <Button variant="ghost" size="sm" aria-label={t('jobs_of', { kind: name })} onClick={() => change({ view: null, kind: kind.kind, state: 'all', owner: null })}>
          {t('view_jobs')}
        </Button>
        <PauseButton kinds={[kind.kind]} paused={kind.paused_at !== null} name={name} label={['pause', 'resume']} />
      </div>
    </li>
  );
}

type PauseProps = { kinds: string[]; paused: boolean; name?: string; label: [pause: string, resume: string] };

/** Running jobs end as they would: nothing is lost by a pause. */
function PauseButton({ kinds, paused, name, label }: PauseProps) {
  const { t } = useTranslation('jobs');
  const pause = usePauseKinds();
  const key = label[paused ? 1 : 0];
  return (
    <Button
      variant="outline"
      size="sm"
      disabled={pause.isPending}
      {...(name !== undefined && { 'aria-label': t(`${key}_of`, { kind: name }) })}
      onClick={() => pause.mutate({ kinds, pause: !paused }, { onError: (thrown) => toastError(t('not_done'), thrown) })}
    >
      {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
      {t(key)}
    </Button>
  );
}
