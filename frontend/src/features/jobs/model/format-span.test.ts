import { expect, it } from 'vitest';
import { formatSpan } from './format-span';

it.each([
  [1, '1 second'],
  [60, '1 minute'],
  [90, '90 seconds'],
  [3600, '1 hour'],
  [86_400 * 2, '2 days'],
])('says %d seconds as %s', (seconds, text) => expect(formatSpan(seconds)).toBe(text));
