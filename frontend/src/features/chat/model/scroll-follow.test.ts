import { describe, expect, it } from 'vitest';
import { afterScroll, jumpToEnd, START_OF_FOLLOW, type ScrollFollow } from './scroll-follow';

const clientHeight = 500;

function scroll(state: ScrollFollow, scrollTop: number, scrollHeight: number): ScrollFollow {
  return afterScroll(state, { scrollTop, scrollHeight, clientHeight });
}

const atEnd = scroll(START_OF_FOLLOW, 500, 1000);

describe('following', () => {
  it('goes on when text grows under the reader', () => {
    expect(scroll(atEnd, 500, 1400).following).toBe(true);
  });

  it('ends when the reader moves up, even while text grows', () => {
    expect(scroll(atEnd, 480, 1000).following).toBe(false);
    expect(scroll(atEnd, 300, 1400).following).toBe(false);
  });

  it('does not end when content above becomes shorter', () => {
    expect(scroll(atEnd, 400, 900).following).toBe(true);
  });

  it('begins again when the reader comes back to the end', () => {
    const away = scroll(atEnd, 100, 1000);
    expect(scroll(away, 300, 1000).following).toBe(false);
    expect(scroll(scroll(away, 300, 1000), 490, 1000).following).toBe(true);
  });

  it('begins again when the reader asks for the end', () => {
    expect(jumpToEnd(scroll(atEnd, 100, 1000)).following).toBe(true);
  });
});
