import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ListJobsData } from '@/api/generated';
import { listJobsInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import { pollMs } from '../model/job-state';

/** Jobs, the newest first. Read again by itself, and more often while something is in work. */
export function useJobs(query: NonNullable<ListJobsData['query']>) {
  return useInfiniteQuery({
    ...listJobsInfiniteOptions({ query }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // One line for each running job would use up the few that a browser has for a server.
    refetchInterval: ({ state }) => pollMs(state.data?.pages.flatMap(({ items }) => items) ?? []),
  });
}
