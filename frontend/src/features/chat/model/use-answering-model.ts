import type { ModelChoice } from '@/api/generated';
import { useModels } from '../api/list-models';
import { useChosenModel } from './use-chosen-model';

/** The model that answers next: the chosen one, else the one that the server would take; `null` until that is known. */
export function useAnsweringModel(conversationId: string | null): ModelChoice | null {
  const { model } = useChosenModel(conversationId);
  const { data: models } = useModels();
  const first = models?.find((offered) => offered.default);
  return model ?? (first === undefined ? null : { connection_id: first.connection_id, model: first.id });
}
