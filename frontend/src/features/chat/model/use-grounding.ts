import type { ChatParameters } from '@/api/knowledge-types';
import { useChosenModel } from './use-chosen-model';

const NONE: string[] = [];

/** What answers of a conversation may draw on besides the model: collections, and the web. */
export function useGrounding(conversationId: string | null) {
  const { parameters, change } = useChosenModel(conversationId);
  const held: ChatParameters = parameters;
  const set = (what: Pick<ChatParameters, 'collection_ids' | 'web_search'>) => {
    const next: ChatParameters = { ...held, ...what };
    change({ parameters: next });
  };
  const collectionIds = held.collection_ids ?? NONE;
  const toggle = (id: string) =>
    set({ collection_ids: collectionIds.includes(id) ? collectionIds.filter((other) => other !== id) : [...collectionIds, id] });
  return { collectionIds, toggle, webSearch: held.web_search ?? false, setWebSearch: (web_search: boolean) => set({ web_search }) };
}
