import type { Turn } from '@/api/generated';
import { liveRun } from './live-runs';
import { liveTurnOf, type LivePart } from './turn-reducer';
import { newerOf } from './use-turn-view';

/** A turn and the ones that continue its answer, oldest first. A window may begin with a continuation. */
export interface ContinuedTurn {
  turn: Turn;
  continued: Turn[];
}

const NONE: Turn[] = [];

/** Puts continuations to the turn whose answer they go on with. */
export function joinContinued(turns: Turn[]): ContinuedTurn[] {
  const joined: ContinuedTurn[] = [];
  for (const turn of turns) {
    const before = joined.at(-1);
    if (before === undefined || turn.run.kind !== 'continuation') joined.push({ turn, continued: NONE });
    else joined.splice(-1, 1, { ...before, continued: [...before.continued, turn] });
  }
  return joined;
}

/** What these turns say, one after the other. */
export function partsOf(turns: Turn[]): LivePart[] {
  return turns.map(partsOfOne).reduce(joinParts, []);
}

/** Parts that go on with others. Text goes on where the text before it was cut. */
export function joinParts(before: LivePart[], after: LivePart[]): LivePart[] {
  const [first, ...rest] = after;
  const last = before.at(-1);
  if (first?.part.type !== 'text' || last?.part.type !== 'text') return [...before, ...after];
  const text = last.part.text + first.part.text;
  return [...before.slice(0, -1), { ...last, part: { type: 'text', text }, endedAt: first.endedAt }, ...rest];
}

function partsOfOne(turn: Turn): LivePart[] {
  const held = liveTurnOf(turn);
  const heard = liveRun(turn.run.id);
  return (heard === undefined ? held : newerOf(heard.turn, held)).parts;
}
