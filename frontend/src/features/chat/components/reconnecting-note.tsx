import { useTranslation } from 'react-i18next';
import { Spinner } from '@/components/ui/spinner';
import { useLiveRun } from '../model/live-runs';

/** Says that the line to a running answer broke and is being made again. */
export function ReconnectingNote({ runId }: { runId: string }) {
  const { t } = useTranslation('chat');
  if (useLiveRun(runId)?.connection !== 'reconnecting') return null;
  return (
    <p className="text-muted-foreground flex items-center gap-2 text-sm">
      <Spinner />
      {t('reconnecting')}
    </p>
  );
}
