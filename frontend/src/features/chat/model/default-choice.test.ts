import { describe, expect, it } from 'vitest';
import type { ModelChoice, OfferedModel } from '@/api/generated';
import { defaultChoice, parseChoice } from './default-choice';

function offered(id: string, change: Partial<OfferedModel> = {}): OfferedModel {
  return {
    connection_id: 'c',
    connection_name: 'Connection',
    connection_kind: 'openai',
    system: true,
    id,
    name: id,
    context_tokens: null,
    capabilities: { vision: false, tools: false, reasoning: false },
    ...change,
  };
}
const choice = (model: string): ModelChoice => ({ connection_id: 'c', model });

const DEMO = offered('demo', { connection_kind: 'demo' });
const ALL = [DEMO, offered('large'), offered('mini')];

describe('defaultChoice', () => {
  it.each<[string, OfferedModel[], ModelChoice | null, ModelChoice | null | undefined, string | null]>([
    ['the own default before that of the instance', ALL, choice('mini'), choice('large'), 'mini'],
    ['the default of the instance', ALL, null, choice('mini'), 'mini'],
    ['no default that is no longer on offer', ALL, choice('gone'), choice('mini'), 'mini'],
    ['the first on offer, the demo last', ALL, null, null, 'large'],
    ['the demo when nothing else is there', [DEMO], null, null, 'demo'],
    ['the only one, whatever the instance says', [DEMO], null, undefined, 'demo'],
    ['an own model, when the instance has none to name', [offered('mine', { system: false })], null, undefined, 'mine'],
    ['none while the instance may name another', ALL, null, undefined, null],
    ['none where nothing is on offer', [], choice('mini'), choice('large'), null],
  ])('takes %s', (_, models, own, common, expected) => {
    expect(defaultChoice(models, own, common)?.model ?? null).toBe(expected);
  });
});

it('reads a choice whose model has slashes', () => {
  expect(['c/vendor/model', 'none', null].map(parseChoice)).toEqual([choice('vendor/model'), null, null]);
});
