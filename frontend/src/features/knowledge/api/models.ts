import { useQuery } from '@tanstack/react-query';
import type { OfferedModel } from '@/api/generated';
import { listModelsOptions } from '@/api/generated/@tanstack/react-query.gen';

const NONE: OfferedModel[] = [];

/** The models that the user may choose from. */
export function useModels(): OfferedModel[] {
  return useQuery({ ...listModelsOptions(), staleTime: 5 * 60_000 }).data?.items ?? NONE;
}
