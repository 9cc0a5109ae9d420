import { describe, expect, it } from 'vitest';
import { completeTail } from './complete-tail';
import { splitBlocks } from './split-blocks';

function drawn(text: string): string {
  const last = splitBlocks(text).blocks.at(-1);
  return last === undefined ? '' : completeTail(last);
}

describe('completeTail', () => {
  it.each([
    ['a finished sentence', 'All is said.', 'All is said.'],
    ['open bold', 'This is **bo', 'This is **bo**'],
    ['bold that just opened', 'This is **', 'This is '],
    ['bold that just closed', 'This is **bold**', 'This is **bold**'],
    ['open code', 'Call `f(', 'Call `f(`'],
    ['emphasis marks inside code', 'Call `a ** b`', 'Call `a ** b`'],
    ['a link whose address is written', 'See [the docs](https://exa', 'See the docs'],
    ['a link whose label is written', 'See [the do', 'See the do'],
    ['a whole link', 'See [the docs](https://example.com)', 'See [the docs](https://example.com)'],
    ['a picture', 'Look: ![alt](https://exa', 'Look: '],
    ['a line that may become a heading', 'Text\n--', 'Text\n'],
    ['a list mark without words', '- one\n- ', '- one\n'],
    ['an open formula', 'So:\n\n$$\na = b', 'So:\n\n'.slice(5)],
    ['a table header', '| a | b |', '| a | b |\n| --- | --- |'],
    ['half a table header', '| a | b', '| a | b\n| --- | --- |'],
    ['half a dividing row', '| a | b |\n|--', '| a | b |\n| --- | --- |'],
    ['a table behind a line', 'Look:\n| a |', 'Look:\n| a |\n| --- |'],
    ['half a closing fence', '```js\nlet a\n``', '```js\nlet a\n'],
    ['open code block', '```js\nlet **a', '```js\nlet **a'],
  ])('draws %s', (_, text, expected) => {
    expect(drawn(text)).toBe(expected);
  });
});
