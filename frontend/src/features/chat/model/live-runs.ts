import { useSyncExternalStore } from 'react';
import type { Turn } from '@/api/generated';
import { liveTurnOf, reduceTurn, type LiveTurn, type NumberedEvent } from './turn-reducer';

/** How the line to a running run is. */
export type Connection = 'connected' | 'reconnecting';

/** A run that this page has listened to. */
export interface LiveRun {
  turn: LiveTurn;
  connection: Connection;
}

/** Most runs that are remembered after their end, for the durations that only this page knows. */
const REMEMBERED_MAX = 50;

const runs = new Map<string, LiveRun>();
const listeners = new Set<() => void>();
let frame: number | null = null;

/** Begins to fold a run's events, on top of what the thread holds. */
export function beginLiveRun(turn: Turn): LiveRun {
  const known = runs.get(turn.run.id);
  const seed = liveTurnOf(turn);
  const run: LiveRun = known && known.turn.sequence >= seed.sequence ? known : { turn: seed, connection: 'connected' };
  runs.delete(turn.run.id);
  runs.set(turn.run.id, run);
  forgetOldest();
  return run;
}

/** Folds one event in; it is drawn with the next frame. */
export function foldLiveEvent(runId: string, event: NumberedEvent): void {
  update(runId, (run) => ({ ...run, turn: reduceTurn(run.turn, event) }));
}

/** Notes whether the line stands. */
export function noteConnection(runId: string, connection: Connection): void {
  update(runId, (run) => ({ ...run, connection }));
}

/** What this page has heard of a run, drawn at most once per frame. */
export function useLiveRun(runId: string): LiveRun | undefined {
  return useSyncExternalStore(subscribe, () => runs.get(runId));
}

/** What this page has heard of a run. */
export function liveRun(runId: string): LiveRun | undefined {
  return runs.get(runId);
}

function update(runId: string, change: (run: LiveRun) => LiveRun): void {
  const run = runs.get(runId);
  if (run === undefined) return;
  runs.set(runId, change(run));
  frame ??= requestAnimationFrame(publish);
}

function publish(): void {
  frame = null;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function forgetOldest(): void {
  for (const id of runs.keys()) {
    if (runs.size <= REMEMBERED_MAX) return;
    runs.delete(id);
  }
}
