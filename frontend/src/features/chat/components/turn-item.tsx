import { memo, useRef } from 'react';
import type { Turn } from '@/api/generated';
import { wasAskedHere } from '../model/asked-here';
import { useNearView } from '../model/use-near-view';
import { Answer } from './answer';
import { Question } from './question';

interface Props {
  turn: Turn;
  /** The turns that go on with its answer. */
  continued: Turn[];
  isLast: boolean;
}

/**
 * One turn. Far from the view only its height remains, so that a long thread stays light. The last
 * one is as high as the view when it was asked here, so that its question can be at the top.
 */
export const TurnItem = memo(function TurnItem({ turn, continued, isLast }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const { near, height } = useNearView(ref);
  const tall = isLast && wasAskedHere(turn.run.id);
  return (
    <div
      ref={ref}
      data-run={[turn, ...continued].map(({ run }) => run.id).join(' ')}
      style={near ? undefined : { height }}
      className={tall ? 'flex min-h-[calc(100cqh-3.5rem)] scroll-mt-4 flex-col gap-1' : 'flex scroll-mt-4 flex-col gap-1'}
    >
      {near && turn.input && <Question turn={turn} input={turn.input} />}
      {near && <Answer turn={turn} continued={continued} isLast={isLast} />}
    </div>
  );
});
