import { App } from './support/app';
import { PASSWORD } from './support/api';
import { Pallium } from './support/pallium';
import { expect, test } from './support/test';
import { finish, gate, sayWords, text, words } from './support/vendor';

test('the first person sets up, connects a vendor and chats', async ({ page, vendor, watch, isMobile }) => {
  const fresh = await Pallium.start();
  try {
    watch.useOrigin(fresh.origin);
    await vendor.answer('good morning', [text('Good morning to you.'), finish]);
    await page.goto(fresh.origin);

    await expect(page.getByRole('heading', { name: 'Set up Pallium' })).toBeVisible();
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();

    await expect(page.getByRole('heading', { name: 'Welcome, Ada Lovelace' })).toBeVisible();
    await page.getByRole('button', { name: 'vLLM, LM Studio' }).click();
    await page.getByLabel('API key (optional)').fill('sk-story-1234567890');
    await page.getByLabel('Address').fill(vendor.baseUrl);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: 'is connected: 2 models' })).toBeVisible();
    await page.getByRole('button', { name: 'Start chatting' }).click();

    const app = new App(page, isMobile);
    await app.send('good morning');
    await app.expectAnswer('Good morning to you.');
    await expect(app.questions).toHaveText(['good morning']);
    const [asked] = await vendor.asked('good morning');
    expect(asked?.headers.authorization).toBe('Bearer sk-story-1234567890');
  } finally {
    await page.close();
    await fresh.discard();
  }
});

test('a reload in mid-stream loses and doubles no word', async ({ app, page, vendor }) => {
  await vendor.answer('count for me', [...sayWords(0, 100), gate('middle'), ...sayWords(100, 200), finish]);
  await app.send('count for me');
  await app.expectAnswer(words(0, 100));
  await page.reload();
  await app.expectAnswer(words(0, 100));
  await vendor.release('middle');
  await app.expectAnswer(words(0, 200));
  await page.reload();
  await app.expectAnswer(words(0, 200));
  expect(await vendor.asked('count for me')).toHaveLength(1);
});

test('a second tab shows the running answer and goes on', async ({ app, page, vendor, context }) => {
  await vendor.answer('count twice', [...sayWords(0, 100), gate('tabs'), ...sayWords(100, 200), finish]);
  await app.send('count twice');
  await app.expectAnswer(words(0, 100));
  const second = new App(await context.newPage(), app.phone);
  await second.page.goto(page.url());
  await second.expectAnswer(words(0, 100));
  await vendor.release('tabs');
  await second.expectAnswer(words(0, 200));
  await app.expectAnswer(words(0, 200));
  await expect(second.questions).toHaveText(['count twice']);
});

test('Stop ends the vendor’s request and keeps the words so far', async ({ app, page, vendor }) => {
  await vendor.answer('never ending', [...sayWords(0, 50), gate('never'), ...sayWords(50, 100), finish]);
  await app.send('never ending');
  await app.expectAnswer(words(0, 50));
  await app.stop.click();
  await expect(app.lastAnswer.getByRole('button', { name: 'Continue', exact: true })).toBeVisible();
  await expect.poll(async () => (await vendor.asked('never ending'))[0]?.outcome).toBe('disconnected');
  await app.expectAnswer(words(0, 50));
  await page.reload();
  await app.expectAnswer(words(0, 50));
  await expect(app.stop).toBeHidden();
});

test('an edited message has a sibling, and a regenerated answer too', async ({ app, vendor }) => {
  await vendor.answer('first wording', [text('Answer one.'), finish]);
  await vendor.answer('second wording', [text('Answer two.'), finish]);
  await vendor.answer('second wording', [text('Answer three.'), finish]);
  await app.send('first wording');
  await app.expectAnswer('Answer one.');

  await app.questions.last().hover();
  await app.questions.last().getByRole('button', { name: 'Edit' }).click();
  const field = app.page.getByRole('textbox', { name: 'Edit message' });
  await field.fill('second wording');
  await app.questions.getByRole('button', { name: 'Send' }).click();
  await app.expectAnswer('Answer two.');
  await expect(app.questions).toHaveText(['second wording']);

  const versions = app.page.getByRole('group', { name: 'Versions' });
  await expect(versions).toHaveText('2/2');
  await versions.getByRole('button', { name: 'Previous version' }).click();
  await app.expectAnswer('Answer one.');
  await expect(app.questions).toHaveText(['first wording']);
  await expect(versions).toHaveText('1/2');
  await versions.getByRole('button', { name: 'Next version' }).click();
  await app.expectAnswer('Answer two.');

  await app.lastAnswer.getByRole('button', { name: 'Answer again' }).click();
  await app.page.getByRole('menuitem', { name: 'Same model' }).click();
  await app.expectAnswer('Answer three.');
  await expect(versions).toHaveText('3/3');
  await expect(app.questions).toHaveText(['second wording']);
});

test('search finds a message and jumps to it', async ({ app, api, page }) => {
  const { id } = await api.createConversation('A long talk');
  await api.ask(id, 'the needle is an aardvark');
  for (let turn = 0; turn < 15; turn += 1) await api.ask(id, `hay number ${String(turn)} ${'straw '.repeat(80)}`);
  await page.reload();
  await app.openSidebar();
  await app.sidebar.getByRole('textbox', { name: 'Search' }).fill('aardvark');
  const hits = app.sidebar.getByRole('list', { name: 'Search results' }).getByRole('link');
  await hits.filter({ hasText: 'the needle is an aardvark' }).first().click();
  await expect(app.questions.filter({ hasText: 'the needle is an aardvark' })).toBeInViewport();
  await expect(page).toHaveURL(new RegExp(`/c/${id}\\?run=`));
});
