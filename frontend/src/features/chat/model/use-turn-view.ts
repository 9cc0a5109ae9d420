import { useMemo } from 'react';
import type { Turn } from '@/api/generated';
import { useLiveRun } from './live-runs';
import { isUnderWay } from './run-status';
import { liveTurnOf, type LiveTurn } from './turn-reducer';

/** A turn as it is drawn: what was heard of its run, or what the thread holds where that is newer. */
export function useTurnView(turn: Turn): LiveTurn {
  const live = useLiveRun(turn.run.id);
  const held = useMemo(() => liveTurnOf(turn), [turn]);
  return live === undefined ? held : newerOf(live.turn, held);
}

/** A turn that is read after its end has no number, but nothing more can be heard of it. */
export function newerOf(heard: LiveTurn, held: LiveTurn): LiveTurn {
  if (isUnderWay(heard.status) && !isUnderWay(held.status)) return held;
  return heard.sequence >= held.sequence ? heard : held;
}
