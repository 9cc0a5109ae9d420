import type { QueryClient } from '@tanstack/react-query';
import type { Job, JobDetail, JobFrame, ListJobEvent } from '@/api/generated';
import {
  getJobQueryKey,
  listJobEventsQueryKey,
  listJobKindsQueryKey,
  listJobsQueryKey,
} from '@/api/generated/@tanstack/react-query.gen';

/** Puts a frame of a job's stream where the page reads it. */
export function applyFrame(queries: QueryClient, id: string, frame: JobFrame): void {
  switch (frame.event_type) {
    case 'snapshot':
      patchJob(queries, id, frame.job);
      return;
    case 'terminal':
      updateJob(queries, frame.job);
      return;
    case 'event':
      appendEvent(queries, id, frame.event);
      if (frame.event.type === 'progress') patchJob(queries, id, { progress: frame.event.progress });
      // Attempts and times follow from the state; the server knows them all.
      else void queries.invalidateQueries({ queryKey: getJobQueryKey({ path: { id } }) });
  }
}

/** Shows a job as the server has just told it, and reads again whatever counts or lists it. */
export function updateJob(queries: QueryClient, job: Job): void {
  patchJob(queries, job.id, job);
  void queries.invalidateQueries({ queryKey: listJobsQueryKey() });
  void queries.invalidateQueries({ queryKey: listJobKindsQueryKey() });
  void queries.invalidateQueries({ queryKey: listJobEventsQueryKey({ path: { id: job.id } }) });
}

function patchJob(queries: QueryClient, id: string, change: Partial<Job>): void {
  queries.setQueryData<JobDetail>(getJobQueryKey({ path: { id } }), (job) => job && { ...job, ...change });
}

function appendEvent(queries: QueryClient, id: string, event: ListJobEvent['items'][number]): void {
  queries.setQueryData<ListJobEvent>(listJobEventsQueryKey({ path: { id } }), (list) =>
    list === undefined || list.items.some(({ sequence }) => sequence >= event.sequence)
      ? list
      : { ...list, items: [...list.items, event] },
  );
}
