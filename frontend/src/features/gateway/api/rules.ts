import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from './http';
import type { CreateRule, Rule, UpdateRule } from './types';

const RULES = ['gateway', 'rules'];
type Rules = { items: Rule[] };

/** The rules in the order in which they are asked. */
export function useRules() {
  return useQuery({ queryKey: RULES, queryFn: () => getJson<Rules>('/gateway/rules') });
}

export function useCreateRule() {
  return useChange((body: CreateRule) => sendJson<Rule>('POST', '/gateway/rules', body));
}

export function useUpdateRule(id: string) {
  return useChange((body: UpdateRule) => sendJson<Rule>('PATCH', `/gateway/rules/${id}`, body));
}

export function useDeleteRule(id: string) {
  return useChange(() => sendJson<unknown>('DELETE', `/gateway/rules/${id}`));
}

/** Puts the rules into another order; it shows at once, and goes back where the server refuses. */
export function useReorderRules() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rules: Rule[]) => sendJson<unknown>('PUT', '/gateway/rules/order', { ids: rules.map(({ id }) => id) }),
    onMutate: (items) => queries.setQueryData<Rules>(RULES, (now) => now && { ...now, items }),
    onSettled: () => queries.invalidateQueries({ queryKey: RULES }),
  });
}

function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: RULES }) });
}
