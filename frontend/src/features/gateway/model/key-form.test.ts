import { describe, expect, it } from 'vitest';
import { keySchema, NEW_KEY, toCreateKey } from './key-form';

describe('the form of a key', () => {
  it('asks for nothing but a name', () => {
    expect(toCreateKey({ ...NEW_KEY, name: 'Laptop' })).toEqual({
      name: 'Laptop',
      scopes: ['gateway'],
      allowed_models: [],
      limits: { requests_per_minute: null, tokens_per_minute: null, parallel: null, budgets: [] },
      expires_at: null,
    });
  });

  it('becomes the call that makes the key', () => {
    const values = {
      ...NEW_KEY,
      name: 'Agent',
      lifetime: '30' as const,
      api: true,
      allowed_models: 'gpt-*, cheap\n\ndeep ',
      parallel: '2',
      day_money: '1.50',
      month_tokens: '1000000',
    };
    expect(toCreateKey(values, Date.parse('2026-01-01T00:00:00Z'))).toEqual({
      name: 'Agent',
      scopes: ['gateway', 'api'],
      allowed_models: ['gpt-*', 'cheap', 'deep'],
      limits: {
        requests_per_minute: null,
        tokens_per_minute: null,
        parallel: 2,
        budgets: [
          { period: 'day', money_usd: '1.50', tokens: null },
          { period: 'month', money_usd: null, tokens: 1_000_000 },
        ],
      },
      expires_at: '2026-01-31T00:00:00.000Z',
    });
  });

  it.each([
    ['parallel', '0'],
    ['tokens_per_minute', '1.5'],
    ['day_money', '1,50'],
    ['month_money', '-1'],
    ['name', ' '],
  ])('refuses %s %s', (field, value) => {
    const { error } = keySchema.safeParse({ ...NEW_KEY, name: 'Agent', [field]: value });
    expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });
});
