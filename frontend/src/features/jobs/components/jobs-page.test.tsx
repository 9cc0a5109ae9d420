import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobFrame, JobKind } from '@/api/generated';
import { rememberSession } from '@/lib/auth-store';
import { session, user, USER_ID } from '@/test/builders';
import { renderRouted } from '@/test/render-routed';
import { server, startServer } from '@/test/server';
import { job, JOB_ID, jobDetail, schedule } from '../model/fixtures';
import { JobsPage } from './jobs-page';

startServer();

const list = (path: string, items: unknown[]) => http.get(`*/api/v1/${path}`, () => HttpResponse.json({ items, next_cursor: null }));
const kind = (change: Partial<JobKind> = {}): JobKind => ({
  kind: 'rehearse',
  paused_at: null,
  concurrency: null,
  waiting: 0,
  scheduled: 0,
  available: 0,
  running: 0,
  ...change,
});
const failed = { attempt: 1, at: '2026-01-01T00:00:01Z', end: 'failed' as const, chain: ['rehearsing a failure', 'attempt 1 was to fail'] };

/** A line that tells these frames and ends. */
const stream = (...frames: JobFrame[]) =>
  http.get('*/api/v1/jobs/:id/events/stream', () => {
    const text = frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join('');
    return new HttpResponse(text, { headers: { 'content-type': 'text/event-stream' } });
  });

beforeEach(() => {
  rememberSession(session('fresh', { role: 'admin' }));
  server.use(list('users', [user()]), list('jobs/kinds', [kind()]), list('jobs', []), list('schedules', []));
});

describe('the list of jobs', () => {
  it('shows what is in work with its progress, and what failed with its error', async () => {
    server.use(
      list('jobs', [
        job({ state: 'running', attempt: 1, owner_id: USER_ID, progress: { percent: 40, text: 'step 8 of 20' } }),
        job({ id: 'other', state: 'discarded', attempt: 5, errors: [failed], finished_at: '2026-01-01T00:00:02Z' }),
      ]),
    );
    await renderRouted(<JobsPage />, '/admin/jobs');
    const bar = await screen.findByRole('progressbar', { name: 'Progress of Rehearsal' });
    expect(bar).toHaveAttribute('aria-valuenow', '40');
    expect(screen.getByText('40 % · step 8 of 20')).toBeVisible();
    expect(await screen.findByText(/^Ada ·/)).toBeVisible();
    expect(screen.getByText('Rehearsing a failure.')).toBeVisible();
    expect(screen.getByText(/attempt 5 of 5/)).toBeVisible();
  });

  it('asks for what the address says, and writes there what is chosen', async () => {
    const asked: string[] = [];
    server.use(
      http.get('*/api/v1/jobs', ({ request }) => {
        asked.push(decodeURIComponent(new URL(request.url).search));
        return HttpResponse.json({ items: [], next_cursor: null });
      }),
    );
    const { person, location } = await renderRouted(<JobsPage />, '/admin/jobs?kind=rehearse');
    expect(await screen.findByText('No jobs here')).toBeVisible();
    await person.click(screen.getByRole('combobox', { name: 'State' }));
    await person.click(await screen.findByRole('option', { name: 'Failed' }));
    await waitFor(() => expect(asked).toEqual(['?state=waiting,scheduled,available,running,discarded&kind=rehearse', '?state=discarded&kind=rehearse']));
    expect(location()).toBe('/admin/jobs?state=discarded&kind=rehearse');
    await person.click(screen.getByRole('button', { name: 'Show all jobs' }));
    await waitFor(() => expect(asked.at(-1)).toBe(''));
  });

  it('says why it could not be read, and tries again', async () => {
    server.use(http.get('*/api/v1/jobs', () => HttpResponse.json({ code: 'internal', message: 'the queue is gone' }, { status: 500 }), { once: true }));
    const { person } = await renderRouted(<JobsPage />, '/admin/jobs');
    await person.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No jobs here')).toBeVisible();
  });

  it('asks before it cancels what runs, not what waits', async () => {
    const cancelled: unknown[] = [];
    server.use(
      list('jobs', [job({ state: 'running' }), job({ id: 'later', kind: 'prune_logs', state: 'scheduled' })]),
      http.post('*/api/v1/jobs/:id/cancel', ({ params }) => {
        cancelled.push(params.id);
        return HttpResponse.json(job({ id: String(params.id), state: 'cancelled' }), { status: 202 });
      }),
    );
    const { person } = await renderRouted(<JobsPage />, '/admin/jobs');
    await person.click(await screen.findByRole('button', { name: 'Cancel Prune logs' }));
    await waitFor(() => expect(cancelled).toEqual(['later']));
    await person.click(screen.getByRole('button', { name: 'Cancel Rehearsal' }));
    const question = await screen.findByRole('alertdialog', { name: 'Cancel Rehearsal while it runs?' });
    expect(cancelled).toEqual(['later']);
    await person.click(within(question).getByRole('button', { name: 'Cancel job' }));
    await waitFor(() => expect(cancelled).toEqual(['later', JOB_ID]));
  });
});

describe('a job', () => {
  it('shows each failed attempt with the chain of its error, and its history', async () => {
    server.use(
      http.get(`*/api/v1/jobs/${JOB_ID}`, () => HttpResponse.json(jobDetail({ state: 'discarded', attempt: 1, max_attempts: 1, errors: [failed] }))),
      list(`jobs/${JOB_ID}/events`, [
        { type: 'started', attempt: 1, worker_id: 'one', sequence: 1, at: failed.at },
        { type: 'progress', progress: { percent: 5, text: 'step 1 of 20' }, sequence: 2, at: failed.at },
        { type: 'discarded', error: failed, sequence: 3, at: failed.at },
      ]),
    );
    await renderRouted(<JobsPage />, `/admin/jobs?job=${JOB_ID}`);
    const attempts = await screen.findByRole('region', { name: 'Failed attempts' });
    expect(within(attempts).getByText('Rehearsing a failure.')).toBeVisible();
    expect(within(within(attempts).getByRole('list', { name: 'Causes' })).getByText('attempt 1 was to fail')).toBeVisible();
    const history = within(screen.getByRole('region', { name: 'History' }));
    expect((await history.findAllByRole('listitem')).map((item) => item.querySelector('span')?.textContent)).toEqual([
      'Attempt 1 began',
      'Given up after attempt 1',
    ]);
  });

  it('follows what happens, from the snapshot to the end', async () => {
    const done = job({ state: 'completed', attempt: 1, finished_at: '2026-01-01T00:00:09Z' });
    let reads = 0;
    server.use(
      http.get(`*/api/v1/jobs/${JOB_ID}`, () => HttpResponse.json(jobDetail(reads++ === 0 ? { state: 'running', attempt: 1 } : done))),
      list(`jobs/${JOB_ID}/events`, []),
      stream({ event_type: 'snapshot', job: job({ state: 'running', attempt: 1 }) }, { event_type: 'terminal', job: done }),
    );
    await renderRouted(<JobsPage />, `/admin/jobs?job=${JOB_ID}`);
    const sheet = within(await screen.findByRole('dialog', { name: 'Job' }));
    expect(await sheet.findByText('Done')).toBeVisible();
    expect(sheet.queryByRole('progressbar')).toBeNull();
    expect(sheet.queryByRole('button', { name: 'Cancel job' })).toBeNull();
  });
});

it('pauses a kind, says so over the list, and resumes all', async () => {
  const asked: unknown[] = [];
  const rests = kind({ paused_at: '2026-01-01T00:00:00Z', available: 3 });
  let kinds = [kind({ available: 3, concurrency: 2 })];
  const change = (path: string, next: JobKind[]) =>
    http.post(`*/api/v1/jobs/${path}`, async ({ request }) => {
      asked.push([path, await request.json()]);
      kinds = next;
      return HttpResponse.json({ items: kinds, next_cursor: null });
    });
  server.use(
    http.get('*/api/v1/jobs/kinds', () => HttpResponse.json({ items: kinds, next_cursor: null })),
    change('pause', [rests]),
    change('resume', [kind()]),
  );
  const { person } = await renderRouted(<JobsPage />, '/admin/jobs?view=kinds');
  expect(await screen.findByText('Ready: 3 · at most 2 at once')).toBeVisible();
  await person.click(screen.getByRole('button', { name: 'Pause Rehearsal' }));
  expect(await screen.findByText('Paused')).toBeVisible();
  await person.click(screen.getByRole('tab', { name: 'Jobs' }));
  expect(await screen.findByText('Paused: Rehearsal. No worker begins these.')).toBeVisible();
  await person.click(screen.getByRole('tab', { name: 'Kinds' }));
  await person.click(screen.getByRole('button', { name: 'Resume all' }));
  await waitFor(() => expect(asked).toEqual([['pause', { kinds: ['rehearse'] }], ['resume', { kinds: [] }]]));
});

it('switches a schedule off, and runs it now', async () => {
  const asked: unknown[] = [];
  server.use(
    list('schedules', [schedule(), schedule({ id: 'nightly', name: 'Nightly', timing: { type: 'cron', cron: '0 3 * * *', time_zone: 'Europe/Vienna' } })]),
    http.patch('*/api/v1/schedules/:id', async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json(schedule({ enabled: false }));
    }),
    http.post('*/api/v1/schedules/:id/run', ({ params }) => {
      asked.push(params.id);
      return HttpResponse.json(job(), { status: 202 });
    }),
  );
  const { person } = await renderRouted(<JobsPage />, '/admin/jobs?view=schedules');
  expect(await screen.findByText(/^Interval: 1 minute/)).toBeVisible();
  expect(screen.getByText(/^0 3 \* \* \* \(Europe\/Vienna\)/)).toBeVisible();
  await person.click(screen.getByRole('switch', { name: 'Prune logs by schedule' }));
  await waitFor(() => expect(asked).toEqual([{ enabled: false }]));
  await person.click(screen.getByRole('button', { name: 'Run Nightly now' }));
  expect(await screen.findByText('Nightly begins now')).toBeVisible();
  expect(asked).toEqual([{ enabled: false }, 'nightly']);
});
