import { useQuery } from '@tanstack/react-query';
import type { ModelChoice } from '@/api/generated';
import { useModels } from '../api/list-models';
import { useCommonDefault } from '../api/read-common-default';
import { usePreferences } from '../api/read-preferences';
import { defaultChoice, parseChoice } from './default-choice';
import { threadOptions } from './thread-options';
import { useChosenModel } from './use-chosen-model';

/** The model that answers next: the chosen one, else the default; where that is not known, the last one that did. */
export function useAnsweringModel(conversationId: string | null): ModelChoice | null {
  const { model } = useChosenModel(conversationId);
  const { data: models } = useModels();
  const own = parseChoice(usePreferences()?.default_model);
  const common = useCommonDefault();
  const { data: window } = useQuery({ ...threadOptions(conversationId ?? ''), enabled: false });
  return model ?? defaultChoice(models ?? [], own, common) ?? window?.items.at(-1)?.run.model ?? null;
}
