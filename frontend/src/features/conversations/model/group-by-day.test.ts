import { expect, it } from 'vitest';
import type { ConversationSummary } from '@/api/generated';
import { groupByDay, keyOf } from './group-by-day';

const now = new Date(2026, 5, 15, 9, 0);

function at(id: string, date: Date, pinned = false): ConversationSummary {
  return { id, pinned, active_at: date.toISOString() } as ConversationSummary;
}

it('divides a list into pinned ones and stretches of local time, in the order of the server', () => {
  const groups = groupByDay(
    [
      at('pin', new Date(2020, 0, 1), true),
      at('today', new Date(2026, 5, 15, 0, 1)),
      at('yesterday', new Date(2026, 5, 14, 23, 59)),
      at('week', new Date(2026, 5, 8)),
      at('month', new Date(2026, 4, 20)),
      at('april', new Date(2026, 3, 30)),
      at('april too', new Date(2026, 3, 2)),
    ],
    now,
  );
  expect(groups.map(({ name, items }) => [keyOf(name), items.map(({ id }) => id)])).toEqual([
    ['pinned', ['pin']],
    ['today', ['today']],
    ['yesterday', ['yesterday']],
    ['last_week', ['week']],
    ['last_month', ['month']],
    ['2026-04', ['april', 'april too']],
  ]);
});
