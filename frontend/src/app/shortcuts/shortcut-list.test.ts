import { expect, it } from 'vitest';
import { SHORTCUTS } from './shortcut-list';

it('lists what keys do once, and no keys for two things', () => {
  const rows = SHORTCUTS.flatMap(({ rows }) => rows);
  const labels = rows.map(({ label }) => label);
  const keys = rows.flatMap(({ keys }) => keys.map((pressed) => pressed.join('+')));
  expect(labels).toEqual([...new Set(labels)]);
  expect(keys).toEqual([...new Set(keys)]);
});
