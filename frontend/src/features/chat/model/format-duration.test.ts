import { expect, it } from 'vitest';
import { formatDuration } from './format-duration';

it.each([
  [0, 'en', '< 1 ms'],
  [1, 'en', '1 ms'],
  [49, 'en', '49 ms'],
  [999.4, 'en', '999 ms'],
  [999.6, 'en', '1 sec'],
  [1449, 'en', '1.4 sec'],
  [1449, 'de', '1,4 Sek.'],
  [12_400, 'en', '12 sec'],
  [59_700, 'en', '1 min 0 sec'],
  [119_600, 'en', '2 min 0 sec'],
  [125_000, 'de', '2 Min. 5 Sek.'],
])('%d ms in %s is %s', (milliseconds, language, text) => {
  expect(formatDuration(milliseconds, language).replaceAll('\u00a0', ' ')).toBe(text);
});
