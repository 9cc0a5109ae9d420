import type { KeyboardEvent } from 'react';

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/** Moves the focus from one message to the next with the arrow keys. Inside a message they keep their meaning. */
export function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  const messages = [...event.currentTarget.querySelectorAll<HTMLElement>('article')];
  const at = messages.findIndex((message) => message === event.target);
  if (at < 0) return;
  const next = messages[targetOf(event.key, at, messages.length)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

function targetOf(key: string, at: number, count: number): number {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEPS[key];
  return step === undefined ? -1 : at + step;
}
