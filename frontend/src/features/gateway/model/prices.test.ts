import { describe, expect, it } from 'vitest';
import type { ConnectionHealth, Price, Prices } from '@/api/generated';
import { modelPrices, priceSchema, priceValues, searchPrices, toPrice } from './prices';

const price = (input: string): Price => ({ input, output: '10', cache_read: null, cache_write: null });
const listed = (model: string, input: string) => ({ kind: 'openai' as const, model, date: '2026-11-18', price: price(input), long_prompt: null });
const called = (model: string) => ({
  ...{ model, breaker: 'closed' as const, retry_after_seconds: null, failures_in_row: 0 },
  ...{ calls: 1, failed: 0, latency_p50_ms: null, first_token_p50_ms: null },
});
const connection = (kind: ConnectionHealth['kind'], models: string[]): ConnectionHealth => ({
  ...{ connection_id: 'c', name: 'Vendor', kind, enabled: true, models_error: null },
  targets: models.map(called),
});
const PRICES: Prices = {
  table: [listed('gpt-4o', '2.5'), listed('gpt-4o-2024-05-13', '5')],
  overrides: [
    { connection_id: 'c', model: 'zeta', price: price('1') },
    { connection_id: 'other', model: 'gpt-4o', price: price('9') },
  ],
};

describe('prices of a connection', () => {
  it('put those that were set before those of the list', () => {
    const shown = modelPrices(connection('openai', ['odd', 'gpt-4o-latest', 'gpt-4o-2024-05-13', 'gpt-4o-audio']), [], PRICES);
    expect(shown.map(({ model, source, price: now }) => [model, source, now?.input])).toEqual([
      ['zeta', 'own', '1'],
      ['gpt-4o-2024-05-13', 'list', '5'],
      ['gpt-4o-audio', 'unknown', undefined],
      ['gpt-4o-latest', 'list', '2.5'],
      ['odd', 'unknown', undefined],
    ]);
  });

  it('know that one’s own machine takes no money', () => {
    expect(modelPrices(connection('ollama', ['llama']), [], PRICES).at(-1)?.source).toBe('free');
  });

  it('can be set for a model that nobody lists', () => {
    const shown = modelPrices(connection('openai', ['gpt-4o']), [], PRICES);
    expect(searchPrices(shown, ' ZE ').map(({ model }) => model)).toEqual(['zeta', 'ZE']);
    expect(searchPrices(shown, 'zeta').map(({ model }) => model)).toEqual(['zeta']);
  });
});

describe('the form of a price', () => {
  it('keeps a price that is not changed', () => {
    const whole = { ...price('2.5'), cache_read: '0.25' };
    expect(toPrice(priceValues(whole))).toEqual(whole);
  });

  it.each([
    [{ input: '' }, 'input'],
    [{ output: '1,5' }, 'output'],
    [{ cache_write: '0.0000001' }, 'cache_write'],
  ])('refuses %o', (change, field) => {
    const { error } = priceSchema.safeParse({ ...priceValues(price('1')), ...change });
    expect(error?.issues[0]?.path).toEqual([field]);
  });
});
