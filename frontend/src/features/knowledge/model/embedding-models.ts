import type { OfferedModel } from '@/api/generated';

/** What vendors call models that make vectors. A list of models does not say which do. */
const NAMES = /embed|(^|[/:_-])(bge|gte|e5|minilm|nomic|jina)([:._-]|$)/i;

/** Whether a model makes vectors, as far as its name tells. */
export function makesVectors({ id }: Pick<OfferedModel, 'id'>): boolean {
  return NAMES.test(id);
}

/** The models of a connection, those first that make vectors. */
export function modelsOf(models: OfferedModel[], connectionId: string | null): OfferedModel[] {
  const mine = models.filter(({ connection_id }) => connection_id === connectionId);
  return [...mine.filter(makesVectors), ...mine.filter((model) => !makesVectors(model))];
}

/** The connections that offer models, each once; those first that have one for vectors. */
export function connectionsOf(models: OfferedModel[]): { id: string; name: string }[] {
  const names = new Map([...models.filter(makesVectors), ...models].map((model) => [model.connection_id, model.connection_name]));
  return [...names].map(([id, name]) => ({ id, name }));
}
