import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { runSchedule, updateSchedule } from '@/api/generated';
import { listJobsQueryKey, listSchedulesOptions, listSchedulesQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** How often the next times are read again, in milliseconds. */
const POLL_MS = 10_000;

/** What makes jobs again and again, by name. */
export function useSchedules() {
  return useQuery({ ...listSchedulesOptions(), refetchInterval: POLL_MS });
}

/** Switches a schedule on or off. */
export function useSwitchSchedule(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) => updateSchedule({ path: { id }, body: { enabled } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: listSchedulesQueryKey() }),
  });
}

/** Makes a schedule's job now. */
export function useRunSchedule(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => runSchedule({ path: { id } }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: listSchedulesQueryKey() }),
        queries.invalidateQueries({ queryKey: listJobsQueryKey() }),
      ]),
  });
}
