import { describe, expect, it } from 'vitest';
import type { Spending } from '@/api/generated';
import { measures } from './spending';

const spent = (change: Partial<Spending>): Spending => ({
  ...{ period: 'month', resets_at: '2026-12-01T00:00:00Z', used_tokens: 500, used_usd: '7.5' },
  ...{ budget_tokens: null, budget_usd: null },
  ...change,
});

describe('what is left', () => {
  it('puts what has a budget first', () => {
    expect(measures(spent({ budget_tokens: 1000 }))).toEqual([
      { what: 'tokens', used: '500', budget: { left: '500', most: '1K', share: 0.5, state: 'enough' } },
      { what: 'cost', used: '$7.50', budget: null },
    ]);
  });

  it.each([
    ['10', '$2.50', 'enough'],
    ['9', '$1.50', 'little'],
    ['7.5', '$0.00', 'none'],
    ['5', '$0.00', 'none'],
    ['0', '$0.00', 'none'],
  ])('of %s is %s: %s', (budget_usd, left, state) => {
    expect(measures(spent({ budget_usd }))[0]?.budget).toMatchObject({ left, state });
  });
});
