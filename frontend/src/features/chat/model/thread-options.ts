import { queryOptions } from '@tanstack/react-query';
import { threadKey } from '../api/read-runs';
import { refreshThread } from './thread-cache';

/** The thread of a conversation: read whenever it is looked at again, since other pages may write to it. */
export function threadOptions(conversationId: string) {
  return queryOptions({
    queryKey: threadKey(conversationId),
    queryFn: () => refreshThread(conversationId),
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  });
}
