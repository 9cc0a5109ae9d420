import { useQuery } from '@tanstack/react-query';
import type { ModelChoice } from '@/api/generated';
import { useModels } from '../api/list-models';
import { threadOptions } from './thread-options';

/** The model that answered last, where none was chosen; before the first answer, the only one that is offered. */
export function useLastModel(conversationId: string | null): ModelChoice | null {
  const { data: window } = useQuery({ ...threadOptions(conversationId ?? ''), enabled: false });
  const { data: models } = useModels();
  const last = window?.items.at(-1)?.run.model;
  const [only] = models?.length === 1 ? models : [];
  return last ?? (only ? { connection_id: only.connection_id, model: only.id } : null);
}
