import { useTranslation } from 'react-i18next';
import type { Turn } from '@/api/generated';
import { useModel } from '../api/list-models';
import { isUnderWay } from '../model/run-status';
import { useTurnView } from '../model/use-turn-view';
import { AnswerActions } from './answer-actions';
import { AnswerEnd } from './answer-end';
import { AnswerPart } from './answer-part';
import { AnswerPlaceholder } from './answer-placeholder';
import { ReconnectingNote } from './reconnecting-note';

/** What the model answers, as far as it is. */
export function Answer({ turn, isLast }: { turn: Turn; isLast: boolean }) {
  const { t } = useTranslation('chat');
  const view = useTurnView(turn);
  const model = useModel(turn.run.model);
  const underWay = isUnderWay(view.status);
  const lastPart = view.parts.length - 1;
  return (
    <article
      aria-label={t('model_said', { model: model?.name ?? turn.run.model.model })}
      aria-busy={underWay}
      // The way into the thread by keyboard; the arrow keys go on from here.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={isLast ? 0 : -1}
      className="group/message flex flex-col gap-3 rounded-lg"
    >
      {view.parts.map((live, index) => (
        <AnswerPart key={index} live={live} writing={underWay && index === lastPart} />
      ))}
      {underWay && view.parts.length === 0 && <AnswerPlaceholder />}
      {underWay && <ReconnectingNote runId={turn.run.id} />}
      {!underWay && <AnswerEnd turn={turn} view={view} isLast={isLast} />}
      {!underWay && <AnswerActions turn={turn} view={view} isLast={isLast} />}
    </article>
  );
}
