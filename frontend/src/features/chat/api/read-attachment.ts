import { useQuery } from '@tanstack/react-query';
import { getAttachmentOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Attachment } from '@/api/generated';

/** How often a file is asked for while its text is read, in milliseconds. */
const POLL_MS = 1000;

/** What is known of an attachment. Read again by itself while its text is read. */
export function useAttachment(id: string | null) {
  return useQuery({
    ...getAttachmentOptions({ path: { id: id ?? '' } }),
    enabled: id !== null,
    staleTime: ({ state }) => (isInWork(state.data) ? 0 : Infinity),
    refetchInterval: ({ state }) => (isInWork(state.data) ? POLL_MS : false),
  });
}

function isInWork(attachment: Attachment | undefined): boolean {
  const state = attachment?.document?.state;
  return state === 'queued' || state === 'processing';
}
