import { Api, PASSWORD } from './support/api';
import { App } from './support/app';
import { Pallium } from './support/pallium';
import { expect, logIn, test } from './support/test';
import { finish, sayWords, words, type Step } from './support/vendor';

/** Words that a crash may cost: those of the last moment before it. */
const LOST_MS_MAX = 200;
const ACCOUNT = { name: 'Carl Crash', email: 'carl@example.com', password: PASSWORD };

test('kill -9 in mid-stream costs at most the last moment, and Continue goes on', async ({
  page,
  context,
  vendor,
  watch,
  isMobile,
}) => {
  const own = await Pallium.start();
  try {
    watch.useOrigin(own.origin);
    const owner = await Api.setUp(own.origin, ACCOUNT);
    await owner.connectVendor(vendor.baseUrl);
    await logIn(context, ACCOUNT, own.origin);
    await page.goto(own.origin);
    const app = new App(page, isMobile);

    const slowly: Step[] = [...sayWords(0, 1000, 10), finish];
    await vendor.answer('a long story', slowly);
    await app.send('a long story');
    const seen = await watchWords(app, 150);
    watch.serverIsDown(true);
    const killedAt = Date.now();
    await own.kill();
    const durable = seen.findLast(({ at }) => at < killedAt - LOST_MS_MAX)?.count ?? 0;
    expect(durable, 'words that were on the page long before the kill').toBeGreaterThan(10);

    await own.startAgain();
    watch.serverIsDown(false);
    await page.reload();
    await expect(app.lastAnswer.getByText(/the server ended unexpectedly/i)).toBeVisible();
    const kept = await wordsOf(app);
    expect(kept.length).toBeGreaterThanOrEqual(durable);
    expect(kept.join(' ')).toBe(words(0, kept.length));

    await vendor.answer('', [...sayWords(kept.length, kept.length + 20), finish]);
    await app.lastAnswer.getByRole('button', { name: 'Continue', exact: true }).click();
    await expect(app.page.getByText(`w${String(kept.length + 19)}`)).toBeVisible();
    await page.reload();
    await expect(app.answers).toHaveCount(1);
    await app.expectAnswer(words(0, kept.length + 20));
  } finally {
    await page.close();
    await own.discard();
  }
});

/** How many words were on the page at which moment, until there are `count`. */
async function watchWords(app: App, count: number): Promise<{ at: number; count: number }[]> {
  const seen: { at: number; count: number }[] = [];
  await expect
    .poll(
      async () => {
        const now = (await wordsOf(app)).length;
        seen.push({ at: Date.now(), count: now });
        return now;
      },
      { intervals: [20], timeout: 20_000 },
    )
    .toBeGreaterThanOrEqual(count);
  return seen;
}

async function wordsOf(app: App): Promise<string[]> {
  const said = await app.answers.getByRole('paragraph').allTextContents();
  return said.join(' ').split(/\s+/).filter((word) => /^w\d+$/.test(word));
}
