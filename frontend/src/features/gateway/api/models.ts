import { useQuery } from '@tanstack/react-query';
import { listModelsOptions } from '@/api/generated/@tanstack/react-query.gen';

/** The models that an alias may stand for: those that everyone may use. */
export function useSystemModels() {
  return useQuery({ ...listModelsOptions(), select: ({ items }) => items.filter(({ system }) => system) });
}
