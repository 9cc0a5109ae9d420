import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Turn } from '@/api/generated';
import { CitationContext, type DrawCitation } from '@/components/markdown/citation-context';
import { useModel } from '../api/list-models';
import { joinParts, partsOf } from '../model/join-continued';
import { isUnderWay } from '../model/run-status';
import type { LiveTurn } from '../model/turn-reducer';
import { useTurnView } from '../model/use-turn-view';
import { AnswerActions } from './answer-actions';
import { AnswerEnd } from './answer-end';
import { AnswerPart } from './answer-part';
import { AnswerPlaceholder } from './answer-placeholder';
import { Citation } from './citation';
import { ReconnectingNote } from './reconnecting-note';
import { RunFiles } from './run-files';
import { SourceList } from './source-list';

interface Props {
  turn: Turn;
  /** The turns that go on with this answer; the last of them may be under way. */
  continued: Turn[];
  isLast: boolean;
}

/** What the model answers, as far as it is. An answer that was cut and continued is one answer. */
export function Answer({ turn, continued, isLast }: Props) {
  const { t } = useTranslation('chat');
  const newest = continued.at(-1) ?? turn;
  const said = useTurnView(newest);
  const { sources, files } = useRead(turn, said);
  const draw: DrawCitation = useCallback(
    (number) => {
      const source = sources.find((one) => one.number === number);
      return source && <Citation source={source} />;
    },
    [sources],
  );
  const view = { ...said, parts: joinParts(partsOf([turn, ...continued].slice(0, -1)), said.parts) };
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
      <CitationContext value={sources.length === 0 ? null : draw}>
        {view.parts.map((live, index) => (
          <AnswerPart key={index} live={live} writing={underWay && index === lastPart} />
        ))}
      </CitationContext>
      {underWay && said.parts.length === 0 && <AnswerPlaceholder />}
      {underWay && <ReconnectingNote runId={newest.run.id} />}
      {!underWay && <SourceList sources={sources} />}
      <RunFiles files={files} />
      {!underWay && <AnswerEnd turn={newest} view={view} isLast={isLast} />}
      {!underWay && <AnswerActions turn={turn} newest={newest} view={view} isLast={isLast} />}
    </article>
  );
}

/** What the answer was given to read. One that goes on keeps what it began with, unless it was given its own. */
function useRead(turn: Turn, said: LiveTurn): Pick<LiveTurn, 'sources' | 'files'> {
  const began = useTurnView(turn);
  return { sources: said.sources.length > 0 ? said.sources : began.sources, files: said.files.length > 0 ? said.files : began.files };
}
