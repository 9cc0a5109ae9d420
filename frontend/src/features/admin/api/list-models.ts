import { useQuery } from '@tanstack/react-query';
import { listModelsOptions } from '@/api/generated/@tanstack/react-query.gen';

/** The models on offer. */
export function useModels() {
  return useQuery(listModelsOptions());
}
