import { useTranslation } from 'react-i18next';
import { wasAskedHere } from '../model/asked-here';

/** Says to those who do not see the page that an answer is written, and that it is ready; never the tokens. */
export function LiveRegion({ runId, underWay }: { runId: string | undefined; underWay: boolean }) {
  const { t } = useTranslation('chat');
  const ready = runId !== undefined && wasAskedHere(runId) ? t('answer_ready') : '';
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {underWay ? t('answering') : ready}
    </div>
  );
}
