import type { LiveTurn } from './turn-reducer';

/** Whether an answer was cut: by the user, a shutdown, a crash, or the limit of tokens. */
export function canContinue({ status, finishReason }: LiveTurn): boolean {
  return status === 'interrupted' || finishReason === 'length';
}
