import { listRuns, type ListRunsData } from '@/api/generated';
import { listRunsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import type { ThreadWindow } from '../model/thread-window';

/** Turns per read; the server ends a window sooner when it grows heavy. */
const LIMIT = 12;

/** Which turns to read; none of these means the end of the branch. */
export type ReadRuns = Pick<NonNullable<ListRunsData['query']>, 'before' | 'after' | 'around'>;

/** Where the thread of a conversation is kept. */
export function threadKey(conversationId: string) {
  return listRunsQueryKey({ path: { id: conversationId } });
}

/** Reads one window of a conversation's branch. */
export function readRuns(conversationId: string, query: ReadRuns = {}): Promise<ThreadWindow> {
  return listRuns({ path: { id: conversationId }, query: { ...query, limit: LIMIT } });
}
