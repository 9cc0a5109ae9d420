import type { Job } from '../src/api/generated';
import { expectAccessible } from './support/accessible';
import { expect, logIn, test } from './support/test';

const rehearse = (work_ms: number, failures: number, max_attempts = 1) => ({
  kind: 'rehearse',
  arguments: { work_ms, failures },
  max_attempts,
});

test.beforeEach(async ({ page, owner }) => {
  await logIn(page.context(), await owner.createUser('Anna Admin', 'admin'));
});

test('an admin sees a job run, cancels it, and tries it again', async ({ page, owner }) => {
  await owner.post<Job>('/jobs', rehearse(60_000, 0));
  await page.goto('/admin/jobs?kind=rehearse&state=running');
  const bar = page.getByRole('progressbar', { name: 'Progress of Rehearsal' }).first();
  await expect(bar).toHaveAttribute('aria-valuenow', /^([5-9]|\d\d)$/, { timeout: 15_000 });
  await expectAccessible(page, 'jobs that run');

  await page.getByRole('button', { name: 'Rehearsal', exact: true }).first().press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Job' });
  await expect(sheet.getByText('Attempt 1 began')).toBeVisible();
  const before = Number(await sheet.getByRole('progressbar').getAttribute('aria-valuenow'));
  await expect
    .poll(async () => Number(await sheet.getByRole('progressbar').getAttribute('aria-valuenow')), { timeout: 15_000 })
    .toBeGreaterThan(before);
  await expectAccessible(page, 'a job that runs');

  await sheet.getByRole('button', { name: 'Cancel job' }).click();
  const question = page.getByRole('alertdialog', { name: 'Cancel Rehearsal while it runs?' });
  await question.getByRole('button', { name: 'Cancel job' }).click();
  await expect(sheet.getByRole('button', { name: 'Retry' })).toBeVisible();
  await expect(sheet.getByText('Asked to stop')).toBeVisible();
  await sheet.getByRole('button', { name: 'Retry' }).click();
  await expect(sheet.getByText('Attempt 2 began')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/admin\/jobs\?state=running&kind=rehearse$/);

  await page.getByRole('button', { name: 'Cancel Rehearsal' }).first().click();
  await question.getByRole('button', { name: 'Cancel job' }).click();
  await expect(page.getByText('No jobs here')).toBeVisible();
  await expectAccessible(page, 'no jobs');
});

test('a job that was given up tells why, and is done when tried again', async ({ page, owner }) => {
  const { id } = await owner.post<Job>('/jobs', rehearse(0, 1));
  await page.goto('/admin/jobs?kind=rehearse&state=discarded');
  await expect(page.getByRole('list', { name: 'Jobs' }).getByText(/rehearsing a failure/i).first()).toBeVisible({ timeout: 15_000 });
  await expectAccessible(page, 'jobs that failed');
  await page.goto(`/admin/jobs?job=${id}`);
  const sheet = page.getByRole('dialog', { name: 'Job' });
  const attempts = sheet.getByRole('region', { name: 'Failed attempts' });
  await expect(attempts.getByText('attempt 1 was to fail')).toBeVisible();
  await expect(sheet.getByText('Given up after attempt 1')).toBeVisible();
  await expectAccessible(page, 'a job that failed');
  await sheet.getByRole('button', { name: 'Retry' }).click();
  await expect(sheet.getByRole('region', { name: 'History' }).getByText('Done')).toBeVisible();
});

test('a kind rests, and a schedule is switched off and run by hand', async ({ page, owner }) => {
  await page.goto('/admin/jobs');
  await page.getByRole('tab', { name: 'Kinds' }).click();
  await page.getByRole('button', { name: 'Pause Look for Ollama' }).click();
  await expect(page.getByRole('button', { name: 'Resume Look for Ollama' })).toBeVisible();
  await expectAccessible(page, 'kinds of jobs');
  await page.getByRole('tab', { name: 'Jobs' }).click();
  await expect(page.getByText('Paused: Look for Ollama. No worker begins these.')).toBeVisible();
  await owner.post('/jobs/resume', { kinds: [] });
  await expect(page.getByText('Paused: Look for Ollama. No worker begins these.')).toBeHidden();

  await page.getByRole('tab', { name: 'Schedules' }).click();
  const schedule = page.getByRole('switch', { name: 'Prune jobs by schedule' });
  await schedule.click();
  await expect(schedule).not.toBeChecked();
  await expectAccessible(page, 'schedules');
  await page.getByRole('button', { name: 'Run Prune jobs now' }).click();
  await page.getByRole('button', { name: 'Last job of Prune jobs' }).click();
  await expect(page.getByRole('dialog', { name: 'Job' }).getByRole('region', { name: 'History' }).getByText('Done')).toBeVisible();
  await page.keyboard.press('Escape');
  await schedule.click();
  await expect(schedule).toBeChecked();
});
