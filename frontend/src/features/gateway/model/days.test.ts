import { describe, expect, it } from 'vitest';
import { daysAgo, eachDay, sumDays } from './days';

const NOW = Date.parse('2026-03-01T10:00:00Z');

describe('the days of a chart', () => {
  it('end today, and have none left out', () => {
    const row = { key: '2026-02-28', name: null, calls: 2, failed: 0, input_tokens: 7, output_tokens: 3, cost_usd: '0.5' };
    expect(eachDay([row], 3, NOW)).toEqual([
      { day: '2026-02-27', tokens: 0, cost: 0 },
      { day: '2026-02-28', tokens: 10, cost: 0.5 },
      { day: '2026-03-01', tokens: 0, cost: 0 },
    ]);
  });

  it('begin at midnight', () => {
    expect(daysAgo(3, NOW)).toBe('2026-02-27T00:00:00.000Z');
  });

  it('come to a sum', () => {
    const day = { day: '2026-02-28', calls: 2, tokens: 10, cost_usd: '0.5' };
    expect(sumDays([day, { ...day, cost_usd: '0.25' }])).toEqual({ calls: 4, tokens: 20, cost: 0.75 });
  });
});
