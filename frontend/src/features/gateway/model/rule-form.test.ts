import { describe, expect, it } from 'vitest';
import type { RoutingRule } from '@/api/generated';
import { ruleSchema, ruleValues, toRule } from './rule-form';

const RULE: RoutingRule = {
  id: '1',
  name: 'Nights',
  enabled: false,
  alias: 'cheap',
  when: { task_types: ['code'], complexities: ['easy'], min_input_tokens: 0, max_input_tokens: 5, max_cost_usd: '0.25', key_ids: ['k'], workspace_ids: ['w'], hours: [22, 6] },
};

describe('the form of a rule', () => {
  it('keeps all of a rule that is not changed', () => {
    const { name, enabled, alias, when } = RULE;
    expect(toRule(ruleValues(RULE, 'default'), RULE)).toEqual({ name, enabled, alias, when });
  });

  it('begins with a rule that always holds', () => {
    const when = { task_types: [], complexities: [], min_input_tokens: null, max_input_tokens: null, max_cost_usd: null, key_ids: [], workspace_ids: [], hours: null };
    expect(toRule({ ...ruleValues(undefined, 'default'), name: 'All' }, undefined)).toEqual({
      name: 'All',
      enabled: true,
      alias: 'default',
      when,
    });
  });

  it.each([
    [{ to_hour: '' }, 'to_hour'],
    [{ from_hour: '25', to_hour: '3' }, 'from_hour'],
    [{ min_input_tokens: '-1' }, 'min_input_tokens'],
    [{ max_cost_usd: '1,5' }, 'max_cost_usd'],
    [{ name: '' }, 'name'],
  ])('refuses %o', (change, field) => {
    const { error } = ruleSchema.safeParse({ ...ruleValues(RULE, ''), ...change });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
