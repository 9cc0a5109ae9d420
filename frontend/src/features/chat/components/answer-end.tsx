import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import type { Turn } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { canContinue } from '../model/can-continue';
import { continueAnswer, regenerate } from '../model/send-message';
import type { LiveTurn } from '../model/turn-reducer';
import { useStartAction } from '../model/use-start-action';
import { ErrorCard } from './error-card';

/** How an answer ended, where it did not end by itself, with what can be done about it. */
export function AnswerEnd({ turn, view, isLast }: { turn: Turn; view: LiveTurn; isLast: boolean }) {
  const { t } = useTranslation('chat');
  const action = useStartAction();
  const again = (
    <Button size="sm" variant="outline" disabled={action.isPending} onClick={() => action.mutate(() => regenerate(turn))}>
      {t('retry')}
    </Button>
  );
  if (view.status === 'failed') {
    return (
      <ErrorCard title={t('run_failed')} message={asSentence(view.failure?.message ?? t('run_failed_silently'))}>
        {isLast && again}
      </ErrorCard>
    );
  }
  if (!canContinue(view)) return null;
  // Known reasons are said in the reader's language, others in the server's words.
  const { code, message } = view.failure ?? { code: '', message: t('interrupted') };
  const interruption = t(`interruption.${code}`, { defaultValue: asSentence(message) });
  return (
    <div className="text-muted-foreground flex flex-wrap items-center gap-2 text-sm">
      <span className="border-l-2 pl-3">
        {view.status === 'interrupted' ? interruption : t('cut_at_limit')}
      </span>
      {isLast && (
        <Button size="sm" variant="outline" disabled={action.isPending} onClick={() => action.mutate(() => continueAnswer(turn))}>
          {t('continue')}
        </Button>
      )}
    </div>
  );
}
