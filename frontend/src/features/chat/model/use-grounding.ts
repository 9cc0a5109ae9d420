import type { Parameters } from '@/api/generated';
import { useChosenModel } from './use-chosen-model';

const NONE: string[] = [];

/** What answers of a conversation may draw on besides the model: collections, and the web. */
export function useGrounding(conversationId: string | null) {
  const { parameters, change } = useChosenModel(conversationId);
  const set = (what: Pick<Parameters, 'collection_ids' | 'web_search'>) => change({ parameters: { ...parameters, ...what } });
  const collectionIds = parameters.collection_ids ?? NONE;
  const toggle = (id: string) =>
    set({ collection_ids: collectionIds.includes(id) ? collectionIds.filter((other) => other !== id) : [...collectionIds, id] });
  return { collectionIds, toggle, webSearch: parameters.web_search ?? false, setWebSearch: (web_search: boolean) => set({ web_search }) };
}
