import { describe, expect, it } from 'vitest';
import { normalizeMath } from './normalize-math';

describe('normalizeMath', () => {
  it.each([
    ['It costs $5 and $6.', 'It costs $5 and $6.'],
    ['From $5-$10 today', 'From $5-$10 today'],
    ['The $x^2$ term', 'The $$x^2$$ term'],
    ['Inline \\(a+b\\) here', 'Inline $$a+b$$ here'],
    ['\\[ a = b \\]', '\n$$\na = b\n$$\n'],
    ['$$a = b$$', '\n$$\na = b\n$$\n'],
    ['$$\na = b\n$$', '$$\na = b\n$$'],
    ['Shell `echo $HOME$` stays', 'Shell `echo $HOME$` stays'],
    ['```sh\necho $A $B$\n```', '```sh\necho $A $B$\n```'],
    ['no formula', 'no formula'],
  ])('reads %j', (text, expected) => {
    expect(normalizeMath(text)).toBe(expected);
  });
});
