import { useQuery } from '@tanstack/react-query';
import { listJobEventsOptions } from '@/api/generated/@tanstack/react-query.gen';

/** What happened to a job, the oldest first. */
export function useJobEvents(id: string) {
  return useQuery({ ...listJobEventsOptions({ path: { id } }), staleTime: 0 });
}
