import { useMutation } from '@tanstack/react-query';
import { searchKnowledge } from '@/api/knowledge-calls';
import type { SearchKnowledge } from '@/api/knowledge-types';

/** Searches, and tells of every candidate what became of it. */
export function useSearchKnowledge() {
  return useMutation({ mutationFn: (body: Omit<SearchKnowledge, 'explain'>) => searchKnowledge({ body: { ...body, explain: true } }) });
}
