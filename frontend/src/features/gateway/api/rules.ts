import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  createRoutingRule,
  deleteRoutingRule,
  reorderRoutingRules,
  updateRoutingRule,
  type CreateRoutingRule,
  type RoutingRule,
  type UpdateRoutingRule,
} from '@/api/generated';
import { listRoutingRulesOptions, listRoutingRulesQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** The rules in the order in which they are asked. */
export function useRules() {
  return useQuery(listRoutingRulesOptions());
}

/** Makes a rule that is asked after all others. */
export function useCreateRule() {
  return useChange((body: CreateRoutingRule) => createRoutingRule({ body }));
}

/** Changes a rule; absent fields stay as they are. */
export function useUpdateRule(id: string) {
  return useChange((body: UpdateRoutingRule) => updateRoutingRule({ path: { id }, body }));
}

/** Removes a rule. */
export function useDeleteRule(id: string) {
  return useChange(() => deleteRoutingRule({ path: { id } }));
}

/** Puts the rules into another order; it shows at once, and goes back where the server refuses. */
export function useReorderRules() {
  const queries = useQueryClient();
  const queryKey = listRoutingRulesQueryKey();
  return useMutation({
    mutationFn: (rules: RoutingRule[]) => reorderRoutingRules({ body: { ids: rules.map(({ id }) => id) } }),
    onMutate: (items) => queries.setQueryData(queryKey, { items, next_cursor: null }),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}

function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: listRoutingRulesQueryKey() }) });
}
