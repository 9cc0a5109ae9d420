import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { JobEvent } from '@/api/generated';
import { getJobQueryKey, listJobEventsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { applyFrame } from './apply-frame';
import { job, JOB_ID, jobDetail } from './fixtures';

const JOB = getJobQueryKey({ path: { id: JOB_ID } });
const EVENTS = listJobEventsQueryKey({ path: { id: JOB_ID } });
const at = '2026-01-01T00:00:01Z';

const begun: JobEvent = { type: 'started', attempt: 1, worker_id: 'one', sequence: 1, at };
const halfway: JobEvent = { type: 'progress', progress: { percent: 50, text: 'step 10 of 20' }, sequence: 2, at };

function filled() {
  const queries = new QueryClient();
  queries.setQueryData(JOB, jobDetail({ state: 'running', depends_on: ['before'] }));
  queries.setQueryData(EVENTS, { items: [begun], next_cursor: null });
  return queries;
}

it('shows progress at once, and each event once', () => {
  const queries = filled();
  applyFrame(queries, JOB_ID, { event_type: 'event', event: begun });
  applyFrame(queries, JOB_ID, { event_type: 'event', event: halfway });
  applyFrame(queries, JOB_ID, { event_type: 'event', event: halfway });
  expect(queries.getQueryData(EVENTS)).toEqual({ items: [begun, halfway], next_cursor: null });
  expect(queries.getQueryData(JOB)).toEqual(
    jobDetail({ state: 'running', depends_on: ['before'], progress: { percent: 50, text: 'step 10 of 20' } }),
  );
});

it('reads the job again when more than its progress has changed', () => {
  const queries = filled();
  applyFrame(queries, JOB_ID, { event_type: 'event', event: halfway });
  expect(queries.getQueryState(JOB)?.isInvalidated).toBe(false);
  applyFrame(queries, JOB_ID, { event_type: 'event', event: { type: 'cancel_requested', sequence: 3, at } });
  expect(queries.getQueryState(JOB)?.isInvalidated).toBe(true);
});

it('keeps what the job waited for when it ends', () => {
  const queries = filled();
  applyFrame(queries, JOB_ID, { event_type: 'terminal', job: job({ state: 'completed' }) });
  expect(queries.getQueryData(JOB)).toEqual(jobDetail({ state: 'completed', depends_on: ['before'] }));
  expect(queries.getQueryState(EVENTS)?.isInvalidated).toBe(true);
});
