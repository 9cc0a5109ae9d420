import type { ListRunsResponse, Turn } from '@/api/generated';

/** Most turns kept; the far end is dropped and read again when it is scrolled to. */
export const TURNS_MAX = 240;

/** The part of a conversation's branch that this page holds, oldest first. */
export type ThreadWindow = ListRunsResponse;

export const EMPTY_WINDOW: ThreadWindow = { items: [], has_before: false, has_after: false };

/** Puts older turns in front, and drops the newest ones beyond the limit. */
export function prepend(window: ThreadWindow, older: ThreadWindow): ThreadWindow {
  const items = [...older.items, ...window.items];
  return {
    items: items.slice(0, TURNS_MAX),
    has_before: older.has_before,
    has_after: window.has_after || items.length > TURNS_MAX,
  };
}

/** Puts newer turns at the end, and drops the oldest ones beyond the limit. */
export function append(window: ThreadWindow, newer: ThreadWindow): ThreadWindow {
  const items = [...window.items, ...newer.items];
  return {
    items: items.slice(-TURNS_MAX),
    has_before: window.has_before || items.length > TURNS_MAX,
    has_after: newer.has_after,
  };
}

/**
 * Brings a window that reaches the end of the branch up to date with a fresh read of that end. Where
 * the two do not touch (another branch, or many new turns), the fresh read alone is the window.
 */
export function refreshTail(window: ThreadWindow, tail: ThreadWindow): ThreadWindow {
  const first = tail.items[0];
  if (first === undefined) return tail;
  const kept = window.items.slice(0, joint(window.items, first));
  if (kept.length === 0) return tail;
  return { items: [...kept, ...tail.items], has_before: window.has_before, has_after: tail.has_after };
}

/** How many turns of `items` come before `first`. */
function joint(items: Turn[], first: Turn): number {
  const same = items.findIndex(({ run }) => run.id === first.run.id);
  if (same >= 0) return same;
  return items.findIndex(({ run }) => run.id === first.run.parent_run_id) + 1;
}

/** Adds a run that was just started: after its parent, in place of what followed on the old branch. */
export function startTurn(window: ThreadWindow, turn: Turn): ThreadWindow {
  const parent = turn.run.parent_run_id;
  const at = window.items.findIndex(({ run }) => run.id === parent) + 1;
  const has_before = at > 0 ? window.has_before : parent !== null;
  return { items: [...window.items.slice(0, at), turn], has_before, has_after: false };
}

/** Puts a fresh reading of one turn in the place of the old one. */
export function replaceTurn(window: ThreadWindow, turn: Turn): ThreadWindow {
  return { ...window, items: window.items.map((old) => (old.run.id === turn.run.id ? turn : old)) };
}

/** The turn of this run, where the window holds it. */
export function findTurn(window: ThreadWindow, runId: string): Turn | undefined {
  return window.items.find(({ run }) => run.id === runId);
}
