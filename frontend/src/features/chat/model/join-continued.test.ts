import { describe, expect, it } from 'vitest';
import { finishedTurn, messageFixture, turnFixture } from './fixtures';
import { joinContinued, partsOf } from './join-continued';

const cut = turnFixture({ run: { id: 'cut', status: 'interrupted' }, answer: messageFixture('assistant', 'One and ') });
const rest = turnFixture({
  run: { id: 'rest', parent_run_id: 'cut', kind: 'continuation', status: 'completed' },
  input: null,
  answer: messageFixture('assistant', 'two.'),
});
const next = finishedTurn('next', 'rest');

describe('joinContinued', () => {
  it('puts a continuation to the turn that it goes on with', () => {
    expect(joinContinued([cut, rest, next])).toEqual([
      { turn: cut, continued: [rest] },
      { turn: next, continued: [] },
    ]);
  });

  it('lets a window begin with a continuation', () => {
    expect(joinContinued([rest, next])).toEqual([
      { turn: rest, continued: [] },
      { turn: next, continued: [] },
    ]);
  });
});

describe('partsOf', () => {
  it('joins text where it was cut', () => {
    expect(partsOf([cut, rest]).map(({ part }) => part)).toEqual([{ type: 'text', text: 'One and two.' }]);
  });

  it('keeps a thought of the continuation apart', () => {
    const parts = [{ type: 'reasoning' as const, text: 'Hm.' }, { type: 'text' as const, text: 'two.' }];
    const thoughtful = { ...rest, answer: { ...messageFixture('assistant', ''), parts } };
    expect(partsOf([cut, thoughtful]).map(({ part }) => part)).toEqual([{ type: 'text', text: 'One and ' }, ...parts]);
  });
});
