import { describe, expect, it } from 'vitest';
import type { LiveTurn } from './turn-reducer';
import { newerOf } from './use-turn-view';

const turn = (status: LiveTurn['status'], sequence: number): LiveTurn => ({
  status,
  parts: [],
  usage: null,
  finishReason: null,
  failure: null,
  title: null,
  sources: [],
  files: [],
  sequence,
});

describe('newerOf', () => {
  it('takes what was heard while the run goes on', () => {
    const heard = turn('running', 7);
    expect(newerOf(heard, turn('running', 3))).toBe(heard);
  });

  it('takes what the thread holds when that is further on', () => {
    const held = turn('running', 9);
    expect(newerOf(turn('running', 7), held)).toBe(held);
  });

  it('takes an ended turn of the thread, though it has no number, when the end was not heard', () => {
    const held = turn('completed', 0);
    expect(newerOf(turn('running', 0), held)).toBe(held);
  });

  it('keeps what was heard to the end, which alone knows how long each part took', () => {
    const heard = turn('completed', 12);
    expect(newerOf(heard, turn('completed', 0))).toBe(heard);
  });
});
