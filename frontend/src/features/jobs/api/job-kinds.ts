import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { pauseJobs, resumeJobs } from '@/api/generated';
import { listJobKindsOptions, listJobKindsQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** How often counts are read again, in milliseconds. */
const POLL_MS = 3000;

/** The kinds of jobs, how many of each wait or run, and which rest. */
export function useJobKinds() {
  return useQuery({ ...listJobKindsOptions(), refetchInterval: POLL_MS });
}

/** Lets kinds rest, or go on; no name is all of them. */
export function usePauseKinds() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ kinds, pause }: { kinds: string[]; pause: boolean }) => (pause ? pauseJobs : resumeJobs)({ body: { kinds } }),
    onSuccess: (list) => queries.setQueryData(listJobKindsQueryKey(), list),
  });
}
