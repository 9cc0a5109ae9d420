import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

/** What the entry and its static imports may weigh, after gzip. */
const MAIN_SCRIPT_BYTES_MAX = 250_000;
/** What a long chat may hold at any scroll position. */
const ELEMENTS_MAX = 4_000;
/** Two messages each. */
const TURNS = 1_000;

test('the login page and the chat load little script', async ({ page, context, app }) => {
  await page.goto('/');
  await expect(app.composer).toBeVisible();
  const chat = await scriptBytes(page);
  await context.clearCookies();
  await page.goto('/login');
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  const login = await scriptBytes(page);
  const entry = await entryBytes(page);
  note('script bytes', `entry ${String(entry)} gzip; travelled: login ${String(login)}, chat ${String(chat)}`);
  expect(entry).toBeLessThan(MAIN_SCRIPT_BYTES_MAX);
  expect(login).toBeLessThan(MAIN_SCRIPT_BYTES_MAX);
});

test('a chat of 2,000 messages stays light wherever one looks', async ({ app, api, page }) => {
  test.setTimeout(120_000);
  const { id } = await api.createConversation('A very long talk');
  for (let turn = 0; turn < TURNS; turn += 1) await api.ask(id, `question ${String(turn)}`);

  await page.goto(`/c/${id}`);
  await expect(app.questions.last()).toHaveText(`question ${String(TURNS - 1)}`);
  const log = page.getByRole('log', { name: 'Messages' });
  let most = await elements(page);
  for (let oldest = ''; oldest !== 'question 0'; ) {
    const before = oldest;
    await log.evaluate((element) => element.scrollTo(0, 0));
    await expect.poll(async () => (oldest = (await app.questions.first().textContent()) ?? '')).not.toBe(before);
    most = Math.max(most, await elements(page));
  }
  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await expect(app.questions.last()).toHaveText(`question ${String(TURNS - 1)}`);
  most = Math.max(most, await elements(page));
  note('elements', String(most));
  expect(most).toBeLessThan(ELEMENTS_MAX);
});

/** Measurements for people who read the report. */
function note(type: string, description: string): void {
  test.info().annotations.push({ type, description });
}

function elements(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelectorAll('*').length);
}

/** The scripts that the page itself names: the entry and all that it imports before the first paint. */
async function entryBytes(page: Page): Promise<number> {
  const html = await (await page.request.get('/')).text();
  const paths = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');
  expect(paths.length).toBeGreaterThan(1);
  const bodies = await Promise.all(paths.map(async (path) => (await page.request.get(path)).body()));
  return bodies.reduce((bytes, body) => bytes + gzipSync(body).length, 0);
}

/** Bytes of all scripts that a page has loaded, as they travelled. */
function scriptBytes(page: Page): Promise<number> {
  return page.evaluate(() => {
    const loaded = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
    return loaded.reduce((bytes, entry) => bytes + (entry as PerformanceResourceTiming).encodedBodySize, 0);
  });
}
