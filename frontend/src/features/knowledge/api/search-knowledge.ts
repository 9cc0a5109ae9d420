import { useMutation } from '@tanstack/react-query';
import { searchKnowledge, type KnowledgeSearch } from '@/api/generated';

/** Searches, and tells of every candidate what became of it. */
export function useSearchKnowledge() {
  return useMutation({ mutationFn: (body: Omit<KnowledgeSearch, 'explain'>) => searchKnowledge({ body: { ...body, explain: true } }) });
}
