import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { Api, PASSWORD } from './support/api';
import { App } from './support/app';
import { Pallium } from './support/pallium';
import { expect, logIn, test } from './support/test';

/** What the entry and its static imports may weigh, after gzip. */
const MAIN_SCRIPT_BYTES_MAX = 250_000;
/** What a long chat may hold at any scroll position. */
const ELEMENTS_MAX = 4_000;
/** Two messages each. */
const TURNS = 1_000;
const ACCOUNT = { name: 'Lena Long', email: 'lena@example.com', password: PASSWORD };

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

test('a chat of 2,000 messages stays light wherever one looks', async ({ page, context, vendor, watch, isMobile }) => {
  test.setTimeout(300_000);
  const own = await Pallium.start();
  try {
    watch.useOrigin(own.origin);
    const owner = await Api.setUp(own.origin, ACCOUNT);
    await owner.connectVendor(vendor.baseUrl);
    const { id } = await owner.createConversation('A very long talk');
    for (let turn = 0; turn < TURNS; turn += 1) await owner.ask(id, `question ${String(turn)}`);

    await logIn(context, ACCOUNT, own.origin);
    await page.goto(`${own.origin}/c/${id}`);
    const most = await mostElements(new App(page, isMobile));
    note('elements', String(most));
    expect(most).toBeLessThan(ELEMENTS_MAX);
  } finally {
    await page.close();
    await own.discard();
  }
});

/** Scrolls from the newest question to the oldest and back, and counts on the way. */
async function mostElements({ page, questions }: App): Promise<number> {
  const newest = `question ${String(TURNS - 1)}`;
  const log = page.getByRole('log', { name: 'Messages' });
  await expect(questions.last()).toHaveText(newest);
  let most = await elements(page);
  for (let oldest = ''; oldest !== 'question 0'; ) {
    const before = oldest;
    await log.evaluate((element) => element.scrollTo(0, 0));
    // Eighty reads of older turns: asking seldom would take longer than the reads.
    const first = async () => (oldest = (await questions.first().textContent()) ?? '');
    await expect.poll(first, { intervals: [25] }).not.toBe(before);
    most = Math.max(most, await elements(page));
  }
  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await expect(questions.last()).toHaveText(newest);
  return Math.max(most, await elements(page));
}

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
