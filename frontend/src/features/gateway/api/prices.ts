import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deletePrice, putPrice, type DeletePriceData, type PriceOverride } from '@/api/generated';
import { listPricesOptions, listPricesQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** What models cost: the vendors' lists, and the prices that admins set instead. */
export function usePrices() {
  return useQuery(listPricesOptions());
}

/** Sets what a model costs at a connection. */
export function usePutPrice() {
  return useChange((body: PriceOverride) => putPrice({ body }));
}

/** Lets the vendor's list count again. */
export function useDeletePrice() {
  return useChange((query: DeletePriceData['query']) => deletePrice({ query }));
}

function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: listPricesQueryKey() }) });
}
