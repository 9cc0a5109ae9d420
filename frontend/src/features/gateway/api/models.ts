import { useQuery } from '@tanstack/react-query';
import { listModelsOptions } from '@/api/generated/@tanstack/react-query.gen';

/** The model that a first call may ask for: the one that a new chat starts with, else `auto`. */
export function useFirstModel() {
  return useQuery({ ...listModelsOptions(), select: ({ items }) => items.find((model) => model.default)?.id ?? 'auto' });
}

/** The models that an alias may stand for: those that everyone may use. */
export function useSystemModels() {
  return useQuery({ ...listModelsOptions(), select: ({ items }) => items.filter(({ system }) => system) });
}
