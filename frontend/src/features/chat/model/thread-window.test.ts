import { describe, expect, it } from 'vitest';
import { finishedTurn } from './fixtures';
import { append, prepend, refreshTail, startTurn, TURNS_MAX, type ThreadWindow } from './thread-window';

/** A window over runs named by single letters, each the child of the one before. */
function window(ids: string, { before = false, after = false, parent = null as string | null } = {}): ThreadWindow {
  const items = [...ids].map((id, index) => finishedTurn(id, ids[index - 1] ?? parent));
  return { items, has_before: before, has_after: after };
}

function ids({ items }: ThreadWindow): string {
  return items.map(({ run }) => run.id).join('');
}

function many(count: number, name: string): ThreadWindow {
  const items = Array.from({ length: count }, (_, index) => finishedTurn(`${name}${index}`, null));
  return { items, has_before: true, has_after: false };
}

describe('a thread window', () => {
  it('grows at both ends', () => {
    expect(prepend(window('cd', { before: true }), window('ab'))).toMatchObject({ has_before: false });
    expect(ids(prepend(window('cd'), window('ab')))).toBe('abcd');
    expect(ids(append(window('ab', { after: true }), window('cd')))).toBe('abcd');
  });

  it('drops the far end beyond the limit and remembers that there is more', () => {
    const older = prepend(many(TURNS_MAX, 'new'), many(12, 'old'));
    expect([older.items.length, older.has_after, older.items[0]?.run.id]).toEqual([TURNS_MAX, true, 'old0']);
    const newer = append(many(TURNS_MAX, 'old'), many(12, 'new'));
    expect([newer.items.length, newer.has_before, newer.items.at(-1)?.run.id]).toEqual([TURNS_MAX, true, 'new11']);
  });

  it.each([
    ['the same end', window('abc'), window('bc'), 'abc'],
    ['a new turn', window('abc'), window('bcd'), 'abcd'],
    ['a new turn that begins right behind', window('abc'), window('de', { parent: 'c' }), 'abcde'],
    ['another branch', window('abc'), window('bx'), 'abx'],
    ['nothing in common', window('abc'), window('xyz', { parent: 'w', before: true }), 'xyz'],
    ['nothing at all', window(''), window('ab'), 'ab'],
  ])('is brought up to date with %s', (_, old, tail, expected) => {
    expect(ids(refreshTail(old, tail))).toBe(expected);
  });

  it('shows a started run after its parent, instead of the old branch', () => {
    expect(ids(startTurn(window('abc'), finishedTurn('x', 'a')))).toBe('ax');
    expect(ids(startTurn(window('abc'), finishedTurn('x', null)))).toBe('x');
    expect(ids(startTurn(window('abc'), finishedTurn('d', 'c')))).toBe('abcd');
    expect(startTurn(window('abc'), finishedTurn('y', 'x'))).toMatchObject({ has_before: true });
  });
});
