import { expect, it } from 'vitest';
import { safePath } from './safe-path';

it.each([
  [undefined, '/'],
  ['/c/1?run=2#x', '/c/1?run=2#x'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['javascript:alert(1)', '/'],
])('a login that came from %s leads to %s', (from, to) => {
  expect(safePath(from)).toBe(to);
});
