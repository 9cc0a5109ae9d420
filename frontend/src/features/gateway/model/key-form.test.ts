import { describe, expect, it } from 'vitest';
import { keySchema, keyValues, toCreateKey, toUpdateKey } from './key-form';
import { apiKey } from './fixtures';

const NEW = keyValues(undefined);
const NOW = Date.parse('2026-01-01T00:00:00Z');
const budgets = [{ period: 'month' as const, money_usd: '20', tokens: 1_000_000 }];
const OLD = apiKey({
  scopes: ['gateway', 'api'],
  allowed_models: ['gpt-*', 'cheap'],
  limits: { requests_per_minute: 60, tokens_per_minute: null, parallel: null, budgets },
  expires_at: '2026-03-01T00:00:00Z',
});

describe('the form of a new key', () => {
  it('asks for nothing but a name', () => {
    expect(toCreateKey({ ...NEW, name: 'Laptop' })).toEqual({
      name: 'Laptop',
      scopes: ['gateway'],
      allowed_models: [],
      limits: { requests_per_minute: null, tokens_per_minute: null, parallel: null, budgets: [] },
      expires_at: null,
    });
  });

  it('becomes the call that makes the key', () => {
    const values = {
      ...NEW,
      name: 'Agent',
      lifetime: '30' as const,
      api: true,
      allowed_models: 'gpt-*, cheap\n\ndeep ',
      parallel: '2',
      day_money: '1.50',
      month_tokens: '1000000',
    };
    expect(toCreateKey(values, NOW)).toEqual({
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

  it('opens the own API of nobody else', () => {
    const { owner_id, scopes } = toCreateKey({ ...NEW, name: 'Agent', api: true, owner_id: 'other' });
    expect({ owner_id, scopes }).toEqual({ owner_id: 'other', scopes: ['gateway'] });
  });

  it.each([
    ['parallel', '0'],
    ['tokens_per_minute', '1.5'],
    ['day_money', '1,50'],
    ['month_money', '-1'],
    ['name', ' '],
  ])('refuses %s %s', (field, value) => {
    const { error } = keySchema(undefined, false).safeParse({ ...NEW, name: 'Agent', [field]: value });
    expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });
});

describe('the form of a key that is there', () => {
  it('changes nothing that was not changed', () => {
    const { name, scopes, allowed_models, limits } = OLD;
    expect(toUpdateKey(keyValues(OLD), NOW)).toEqual({ name, scopes, allowed_models, limits });
  });

  it('ends a key later or never', () => {
    const ends = (['never', '90'] as const).map((lifetime) => toUpdateKey({ ...keyValues(OLD), lifetime }, NOW).expires_at);
    expect(ends).toEqual([null, '2026-04-01T00:00:00.000Z']);
  });

  it('lets a member tighten and add, but not loosen', () => {
    const wrong = (change: object, mayLoosen: boolean) =>
      keySchema(OLD, mayLoosen).safeParse({ ...keyValues(OLD), ...change }).error?.issues.map(({ path }) => path[0]) ?? [];
    expect(wrong({ requests_per_minute: '30', parallel: '1', month_money: '19.99' }, false)).toEqual([]);
    expect(wrong({ requests_per_minute: '61', month_money: '', month_tokens: '2000000' }, false)).toEqual([
      'requests_per_minute',
      'month_money',
      'month_tokens',
    ]);
    expect(wrong({ requests_per_minute: '', month_money: '100' }, true)).toEqual([]);
  });
});
