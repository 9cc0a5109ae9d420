import { describe, expect, it } from 'vitest';
import { NO_BLOCKS, splitBlocks } from './split-blocks';

const ANSWER = `# Title

A paragraph with **bold** and a [link](https://example.com).

- one
- two

  continued

| a | b |
|---|---|
| 1 | 2 |

\`\`\`python
def f():

    return 1
\`\`\`

$$
a = b

c = d
$$

Costs $5. \\[ x

y \\] done.

    indented

last
`;

describe('splitBlocks', () => {
  it('keeps every character and names code and tables', () => {
    const { blocks } = splitBlocks(ANSWER);
    expect(blocks.map(({ raw }) => raw).join('')).toBe(ANSWER);
    expect(blocks.map(({ kind }) => kind)).toEqual([
      'other', 'other', 'other', 'table', 'code', 'other', 'other', 'code', 'other',
    ]);
  });

  it('gives the same blocks however the text arrives', () => {
    for (const step of [1, 3, 7, 50]) {
      let split = NO_BLOCKS;
      for (let end = step; end < ANSWER.length + step; end += step) {
        const text = ANSWER.slice(0, end);
        split = splitBlocks(text, split);
        expect(split.blocks).toEqual(splitBlocks(text).blocks);
      }
    }
  });

  it('keeps the identity of blocks that can no longer change', () => {
    const before = splitBlocks('one\n\ntwo\n\nthree\n\nfour');
    const after = splitBlocks('one\n\ntwo\n\nthree\n\nfour five', before);
    expect(after.blocks[0]).toBe(before.blocks[0]);
  });

  it('starts over when the text is another one', () => {
    expect(splitBlocks('two', splitBlocks('one')).blocks).toEqual([{ raw: 'two', kind: 'other', closed: false }]);
  });

  it.each([
    ['```js\nlet a', false],
    ['```js\nlet a\n```', true],
    ['```js\nlet a\n```\n', true],
    ['````md\n```\n', false],
    ['text', false],
  ])('knows whether the last block of %j is closed', (text, closed) => {
    expect(splitBlocks(text).blocks.at(-1)?.closed).toBe(closed);
  });
});
