import { useEffect } from 'react';
import { markSeen } from '../api/mark-seen';
import { isUnderWay } from './run-status';
import type { ThreadWindow } from './thread-window';

/** Tells the server that the newest answer has been seen, when it ends while the page is looked at. */
export function useMarkSeen(conversationId: string, { items, has_after }: ThreadWindow): void {
  const last = items.at(-1)?.run;
  const seen = last !== undefined && !has_after && !isUnderWay(last.status) ? last.id : null;
  useEffect(() => {
    if (seen === null) return;
    // The dot in the sidebar is all that hangs on it, and the next visit tells again.
    const tell = () => {
      if (document.visibilityState === 'visible') void markSeen(conversationId).catch(() => undefined);
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [conversationId, seen]);
}
