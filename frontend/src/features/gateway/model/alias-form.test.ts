import { describe, expect, it } from 'vitest';
import type { ModelAlias } from '@/api/generated';
import { aliasSchema, aliasValues, toPutAlias } from './alias-form';

const ALIAS: ModelAlias = {
  ...{ id: 'a', name: 'cheap', rescue: true, first_token_deadline_ms: 1500, cache_seconds: 60, cache_shared: true },
  ...{ created_at: '', updated_at: '' },
  targets: [{ connection_id: 'c', model: 'org/one', weight: 0, max_input_tokens: null, task_types: ['code'] }],
};

describe('the form of an alias', () => {
  it('keeps all of an alias that is not changed', () => {
    const { name, targets, rescue, first_token_deadline_ms, cache_seconds, cache_shared } = ALIAS;
    expect(toPutAlias(aliasValues(ALIAS), ALIAS)).toEqual({ name, targets, rescue, first_token_deadline_ms, cache_seconds, cache_shared });
  });

  it('switches off what is left empty', () => {
    const put = toPutAlias({ ...aliasValues(ALIAS), first_token_deadline: '', cache_seconds: '' }, ALIAS);
    expect(put).toMatchObject({ first_token_deadline_ms: null, cache_seconds: null, cache_shared: false });
  });

  it.each([
    [{ first_token_deadline: '0' }, 'first_token_deadline'],
    [{ first_token_deadline: '601' }, 'first_token_deadline'],
    [{ cache_seconds: '1.5' }, 'cache_seconds'],
    [{ cache_seconds: '2592001' }, 'cache_seconds'],
    [{ name: 'auto' }, 'name'],
  ])('refuses %o', (change, field) => {
    const { error } = aliasSchema.safeParse({ ...aliasValues(ALIAS), ...change });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
