import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cancelJob, retryJob, runJobNow } from '@/api/generated';
import { updateJob } from '../model/apply-frame';
import type { JobAction } from '../model/job-state';

const CALLS = { cancel: cancelJob, retry: retryJob, run_now: runJobNow };

/** Cancels a job, tries it again, or lets it begin now. */
export function useControlJob(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (action: JobAction) => CALLS[action]({ path: { id } }),
    onSuccess: (job) => updateJob(queries, job),
  });
}
