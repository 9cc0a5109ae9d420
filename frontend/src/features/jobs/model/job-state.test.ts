import { describe, expect, it } from 'vitest';
import { job } from './fixtures';
import { actionsOf, phaseOf, pollMs, STATES, statesQuery } from './job-state';

describe('a job in its state', () => {
  it('offers what the server would do', () => {
    expect(Object.fromEntries(STATES.map((state) => [state, actionsOf(job({ state }))]))).toEqual({
      waiting: ['cancel'],
      scheduled: ['run_now', 'cancel'],
      available: ['cancel'],
      running: ['cancel'],
      completed: [],
      cancelled: ['retry'],
      discarded: ['retry'],
    });
    expect(actionsOf(job({ state: 'running', cancel_requested: true }))).toEqual([]);
  });

  it('says that it stops, or waits for another attempt', () => {
    expect(phaseOf(job({ state: 'running', cancel_requested: true }))).toBe('stopping');
    expect(phaseOf(job({ state: 'scheduled', attempt: 1 }))).toBe('retrying');
    expect(phaseOf(job({ state: 'scheduled' }))).toBe('scheduled');
    expect(phaseOf(job({ state: 'cancelled', cancel_requested: true }))).toBe('cancelled');
  });
});

describe('the list', () => {
  it('is read more often while something is in work', () => {
    expect(pollMs([job({ state: 'scheduled' }), job({ state: 'running' })])).toBe(1000);
    expect(pollMs([job({ state: 'scheduled' }), job({ state: 'discarded' })])).toBe(10_000);
  });

  it('leaves out what went well, unless asked', () => {
    expect(statesQuery(undefined)).toBe('waiting,scheduled,available,running,discarded');
    expect(statesQuery('nonsense')).toBe('waiting,scheduled,available,running,discarded');
    expect(statesQuery('completed')).toBe('completed');
    expect(statesQuery('all')).toBeUndefined();
  });
});
