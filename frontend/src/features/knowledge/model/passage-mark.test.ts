import { describe, expect, it } from 'vitest';
import { cutAtMark, splitText, toUnits } from './passage-mark';

describe('a range', () => {
  it('counts characters, not units', () => {
    const text = 'a🌊b🌙c';
    expect(toUnits(text, { start: 2, end: 4 })).toEqual({ start: 3, end: 6 });
    expect(text.slice(3, 6)).toBe('b🌙');
    expect(toUnits(text, { start: 4, end: 99 })).toEqual({ start: 6, end: 7 });
  });

  it('ends with the text', () => {
    expect(toUnits('abc', { start: 1, end: 9 })).toEqual({ start: 1, end: 3 });
    expect(toUnits('abc', { start: 7, end: 9 })).toEqual({ start: 3, end: 3 });
  });
});

describe('blocks', () => {
  it('are paragraphs, headings, tables and code, each with its place', () => {
    const text = '# Tides\nThe moon\npulls.\n\n| a | b |\n| - | - |\n\n```py\nx\n\ny\n```\nEnd.\n';
    const blocks = splitText(text);
    expect(blocks.map(({ kind, level, text }) => [kind, level, text])).toEqual([
      ['heading', 1, '# Tides'],
      ['text', 0, 'The moon\npulls.'],
      ['table', 0, '| a | b |\n| - | - |'],
      ['code', 0, '```py\nx\n\ny\n```'],
      ['text', 0, 'End.'],
    ]);
    for (const block of blocks) expect(text.slice(block.start, block.start + block.text.length)).toBe(block.text);
  });
});

it('a mark is cut to the block', () => {
  const block = { start: 10, text: 'The moon pulls.' };
  expect(cutAtMark(block, { start: 14, end: 18 })).toEqual({ before: 'The ', marked: 'moon', after: ' pulls.' });
  expect(cutAtMark(block, { start: 0, end: 13 })).toEqual({ before: '', marked: 'The', after: ' moon pulls.' });
  expect(cutAtMark(block, { start: 30, end: 40 })).toEqual({ before: 'The moon pulls.', marked: '', after: '' });
  expect(cutAtMark(block, null)).toEqual({ before: 'The moon pulls.', marked: '', after: '' });
});
