import { useMutation } from '@tanstack/react-query';
import { decideRoute, type DecideRoute } from '@/api/generated';

/** Where a call would go. No model is asked. */
export function useDecide() {
  return useMutation({ mutationFn: (body: DecideRoute) => decideRoute({ body }) });
}
