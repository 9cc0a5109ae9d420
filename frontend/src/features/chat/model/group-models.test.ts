import { expect, it } from 'vitest';
import type { OfferedModel } from '@/api/generated';
import { groupModels } from './group-models';

function model(connection: string, id: string): OfferedModel {
  return {
    connection_id: connection,
    connection_name: connection.toUpperCase(),
    connection_kind: 'openai',
    system: false,
    id,
    name: id,
    context_tokens: null,
    capabilities: { vision: false, tools: false, reasoning: false },
    default: false,
  };
}

it('lists favourites first and every model once, by connection', () => {
  const groups = groupModels([model('a', 'one'), model('b', 'two'), model('a', 'three')], ['a/three', 'gone/x']);
  expect(groups.map(({ name, models }) => [name, models.map(({ id }) => id)])).toEqual([
    [null, ['three']],
    ['A', ['one']],
    ['B', ['two']],
  ]);
});
