import { useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { ThreadScroller } from './thread-scroller';
import type { ThreadWindow } from './thread-window';

/** The scroller of a thread, told of every drawing. */
export function useThreadScroll(conversationId: string, { items }: ThreadWindow, target: string | null, pending: boolean) {
  const [scroller] = useState(() => new ThreadScroller(conversationId));
  const following = useSyncExternalStore(scroller.subscribe, scroller.isFollowing);
  const first = items[0]?.run.id;
  const newest = items.at(-1)?.run.id;
  useLayoutEffect(() => scroller.afterDraw({ first, newest, target, pending }), [scroller, first, newest, target, pending]);
  return { attach: scroller.attach, jump: scroller.jump, following };
}
