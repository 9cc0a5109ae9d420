import type { Job, JobDetail, Schedule } from '@/api/generated';

export const JOB_ID = '01890000-0000-7000-8000-000000000301';

/** A job that waits for a worker; `change` says what is special. */
export function job(change: Partial<Job> = {}): Job {
  return {
    id: JOB_ID,
    kind: 'rehearse',
    arguments: { work_ms: 100, failures: 0 },
    owner_id: null,
    state: 'available',
    progress: { percent: null, text: '' },
    priority: 0,
    attempt: 0,
    max_attempts: 5,
    errors: [],
    timeout_seconds: 3600,
    unique_key: null,
    schedule_id: null,
    worker_id: null,
    cancel_requested: false,
    run_at: '2026-01-01T00:00:00Z',
    created_at: '2026-01-01T00:00:00Z',
    started_at: null,
    finished_at: null,
    ...change,
  };
}

/** The same with what it waits for. */
export function jobDetail(change: Partial<JobDetail> = {}): JobDetail {
  return { ...job(change), depends_on: change.depends_on ?? [] };
}

/** A schedule that is on. */
export function schedule(change: Partial<Schedule> = {}): Schedule {
  return {
    id: '01890000-0000-7000-8000-000000000401',
    name: 'Prune logs',
    kind: 'prune_logs',
    arguments: {},
    timing: { type: 'interval', seconds: 60 },
    catch_up: 'once',
    enabled: true,
    next_at: '2026-01-01T00:01:00Z',
    last_at: null,
    last_job_id: null,
    ...change,
  };
}
