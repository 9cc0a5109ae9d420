import { useMemo } from 'react';
import type { Turn } from '@/api/generated';
import { useLiveRun } from './live-runs';
import { liveTurnOf, type LiveTurn } from './turn-reducer';

/** A turn as it is drawn: what was heard of its run, or what the thread holds where that is newer. */
export function useTurnView(turn: Turn): LiveTurn {
  const live = useLiveRun(turn.run.id);
  const held = useMemo(() => liveTurnOf(turn), [turn]);
  return live !== undefined && live.turn.sequence >= held.sequence ? live.turn : held;
}
