import type { Job, JobState } from '@/api/generated';

/** Every state, in the order in which a job goes through them. */
export const STATES: readonly JobState[] = ['waiting', 'scheduled', 'available', 'running', 'completed', 'cancelled', 'discarded'];

/** What the list shows unless asked otherwise: schedules fill it with what went well, which nobody looks for. */
const CURRENT: readonly JobState[] = ['waiting', 'scheduled', 'available', 'running', 'discarded'];

/** What can be done to a job. */
export type JobAction = 'cancel' | 'retry' | 'run_now';

/** How often a list is read again while something is in work, and while nothing is. */
const BUSY_MS = 1000;
const QUIET_MS = 10_000;

/** Whether nothing more happens to a job by itself. */
export function isFinished({ state }: Pick<Job, 'state'>): boolean {
  return state === 'completed' || state === 'cancelled' || state === 'discarded';
}

/** What can be done to a job in its state. */
export function actionsOf({ state, cancel_requested }: Pick<Job, 'state' | 'cancel_requested'>): JobAction[] {
  switch (state) {
    case 'scheduled':
      return ['run_now', 'cancel'];
    case 'waiting':
    case 'available':
      return ['cancel'];
    case 'running':
      return cancel_requested ? [] : ['cancel'];
    case 'cancelled':
    case 'discarded':
      return ['retry'];
    case 'completed':
      return [];
  }
}

/** The word for how far a job is: besides its state, whether it stops or waits for another attempt. */
export function phaseOf({ state, cancel_requested, attempt }: Pick<Job, 'state' | 'cancel_requested' | 'attempt'>) {
  if (state === 'running' && cancel_requested) return 'stopping';
  if (state === 'scheduled' && attempt > 0) return 'retrying';
  return state;
}

/** In how many milliseconds a list with these jobs is read again. */
export function pollMs(jobs: Pick<Job, 'state'>[]): number {
  return jobs.some(({ state }) => state === 'running' || state === 'available') ? BUSY_MS : QUIET_MS;
}

/** The states that the address asks for, as the server reads them; `undefined` for all. */
export function statesQuery(state: string | undefined): string | undefined {
  if (state === 'all') return undefined;
  return STATES.find((known) => known === state) ?? CURRENT.join(',');
}
