import { useMutation } from '@tanstack/react-query';
import { sendJson } from './http';
import type { Decision } from './types';

/** Where a call would go. No model is asked. */
export function useDecide() {
  return useMutation({
    mutationFn: (trial: { model: string; text: string }) => sendJson<Decision>('POST', '/gateway/decide', trial),
  });
}
