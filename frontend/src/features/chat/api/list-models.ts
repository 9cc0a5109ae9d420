import { useQuery } from '@tanstack/react-query';
import type { ModelChoice, OfferedModel } from '@/api/generated';
import { listModelsOptions } from '@/api/generated/@tanstack/react-query.gen';

/** The models that the user may choose from. */
export function useModels() {
  return useQuery({ ...listModelsOptions(), staleTime: 5 * 60_000, select: ({ items }) => items });
}

/** The model of a choice, where it is still offered. */
export function useModel(choice: ModelChoice | null): OfferedModel | undefined {
  const { data } = useModels();
  return data?.find((model) => isChoice(model, choice));
}

/** Whether the model is the one chosen. */
export function isChoice(model: OfferedModel, choice: ModelChoice | null): boolean {
  return choice !== null && model.connection_id === choice.connection_id && model.id === choice.model;
}
