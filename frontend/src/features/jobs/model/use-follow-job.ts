import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ListJobEvent } from '@/api/generated';
import { listJobEventsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { applyFrame } from './apply-frame';
import { followJob } from './follow-job';

/** Keeps a job and its events up to date while `live`: once they are read, and until the job ends. */
export function useFollowJob(id: string, live: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!live) return;
    const known = queries.getQueryData<ListJobEvent>(listJobEventsQueryKey({ path: { id } }));
    const listening = new AbortController();
    void followJob(id, known?.items.at(-1)?.sequence ?? 0, (frame) => applyFrame(queries, id, frame), listening.signal);
    return () => listening.abort();
  }, [queries, id, live]);
}
