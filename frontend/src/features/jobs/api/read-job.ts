import { useQuery } from '@tanstack/react-query';
import { getJobOptions } from '@/api/generated/@tanstack/react-query.gen';

/** One job, and what it waits for. */
export function useJob(id: string) {
  return useQuery({ ...getJobOptions({ path: { id } }), staleTime: 0 });
}
