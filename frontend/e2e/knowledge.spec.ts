import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { expect, test } from './support/test';
import { finish, text } from './support/vendor';

const TIDES = [
  '# Harbour handbook\n\nThis is for those who work in the harbour.\n',
  '## Spring tides\n\nTwice a month the sun and the moon pull together, and the quokka range is largest.\n',
  '## Night shift\n\nThe lamp on the pier is lit at dusk.\n',
].join('\n');

const file = (name: string, content: string) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(content) });

/** What a test needs to know of a collection. */
type Known = { id: string };

/** Adds files by the button, as one who has no mouse to drop them with. */
async function addFiles(page: Page, files: ReturnType<typeof file>[]): Promise<void> {
  await page.getByLabel('Add files').and(page.locator('input')).setInputFiles(files);
}

/** Waits until a document of the open collection can be searched. */
async function expectReady(page: Page, name: string): Promise<void> {
  const row = page.getByRole('list', { name: 'Documents' }).getByRole('listitem').filter({ hasText: name });
  await expect(row.getByText('Ready')).toBeAttached({ timeout: 30_000 });
}

test('a collection is made, filled, read, tested and deleted', async ({ app, page }) => {
  await app.openSidebar();
  await app.sidebar.getByRole('link', { name: 'Knowledge' }).click();
  await expect(page.getByText('No collection yet')).toBeVisible();
  await expectAccessible(page, 'no collections');
  await page.getByRole('button', { name: 'Create collection' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Create collection' });
  await expectAccessible(page, 'making a collection');
  await dialog.getByLabel('Name').fill('Harbour');
  await dialog.getByRole('button', { name: 'Create collection' }).click();

  await expect(page.getByRole('heading', { name: 'Harbour', level: 1 })).toBeVisible();
  await expect(page.getByText('No documents yet')).toBeVisible();
  await expect(page.getByText('Lexical search only.')).toBeVisible();
  await expectAccessible(page, 'an empty collection');
  await addFiles(page, [file('handbook.md', TIDES)]);
  await expect(page.getByText('1 of 1 uploaded')).toBeVisible({ timeout: 30_000 });
  await expectReady(page, 'handbook.md');
  await expectAccessible(page, 'a collection');

  await page.getByRole('button', { name: 'handbook.md' }).click();
  const sheet = page.getByRole('dialog', { name: 'Document' });
  await expect(sheet.getByText('text/markdown')).toBeVisible();
  await expectAccessible(page, 'a document');
  await sheet.getByRole('link', { name: 'Read the text' }).click();
  await expect(page.getByRole('heading', { name: 'Spring tides' })).toBeVisible();
  await expectAccessible(page, 'the text of a document');
  await page.getByRole('button', { name: 'Pieces' }).click();
  await expect(page.getByRole('list', { name: 'Pieces' }).getByText('Piece 1', { exact: true })).toBeVisible();
  await expectAccessible(page, 'the pieces of a document');

  await page.getByRole('link', { name: 'Back to the collection' }).click();
  await page.getByRole('tab', { name: 'Test' }).click();
  await page.getByRole('searchbox', { name: 'Try a question' }).fill('quokka range');
  await page.getByRole('button', { name: 'Search' }).click();
  const passages = page.getByRole('region', { name: 'What a model would read' });
  await expect(passages.getByText(/quokka range is largest/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Candidates' }).getByText(/no\. 1/).first()).toBeVisible();
  await expectAccessible(page, 'what a search finds');
  await passages.getByRole('link').first().click();
  // The passage begins with the heading that it stands under.
  await expect(page.locator('mark').first()).toHaveText('Spring tides');
  await expect(page.locator('mark').filter({ hasText: 'quokka' })).toBeInViewport();
  await expectAccessible(page, 'a marked passage');

  await page.getByRole('link', { name: 'Back to the collection' }).click();
  await page.getByRole('button', { name: 'More for Harbour' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete “Harbour”?' });
  await expect(question).toContainText('This removes 1 document');
  await expectAccessible(page, 'deleting a collection');
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No collection yet')).toBeVisible();
});

test('fifty files are dropped at once, and none is lost', async ({ app, api, page }) => {
  test.slow();
  void app;
  const { id } = await api.post<Known>('/collections', { name: 'Fifty' });
  await page.goto(`/knowledge/${id}`);
  await expect(page.getByText('No documents yet')).toBeVisible();
  await page.getByText(/Or drop them here|PDF, Word/).evaluate((area) => {
    const dataTransfer = new DataTransfer();
    for (let index = 0; index < 50; index++) {
      dataTransfer.items.add(new File([`# Note ${String(index)}\n\nThis is the note number ${String(index)}.\n`], `note-${String(index)}.md`, { type: 'text/markdown' }));
    }
    area.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText('50 of 50 uploaded')).toBeVisible({ timeout: 60_000 });
  await expect
    .poll(async () => (await api.get<{ documents: { ready: number } }>(`/collections/${id}`)).documents.ready, { timeout: 60_000 })
    .toBe(50);
  await page.getByRole('button', { name: 'Hide' }).click();
  await page.getByRole('searchbox', { name: 'Search documents' }).fill('note-49');
  await expect(page.getByRole('list', { name: 'Documents' }).getByRole('listitem')).toHaveCount(1);
});

test('a file that cannot be read says why, and is read again', async ({ app, api, page }) => {
  void app;
  const { id } = await api.post<Known>('/collections', { name: 'Broken' });
  await page.goto(`/knowledge/${id}`);
  const broken = { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nthis is no document') };
  await addFiles(page, [broken]);
  const retry = page.getByRole('button', { name: 'Try broken.pdf again' });
  await expect(retry).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page, 'a document that failed');
  await page.getByRole('button', { name: 'broken.pdf', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'Document' });
  await expect(sheet.getByRole('alert')).not.toBeEmpty();
  await expectAccessible(page, 'why a document failed');
  await sheet.getByRole('button', { name: 'Read again' }).click();
  await expect(sheet.getByText('Failed')).toBeVisible({ timeout: 30_000 });
});

test('a source that may not be read says why', async ({ app, api, page }) => {
  void app;
  const { id } = await api.post<Known>('/collections', { name: 'Followed' });
  await page.goto(`/knowledge/${id}?view=sources`);
  await expect(page.getByText('No sources')).toBeVisible();
  await page.getByRole('button', { name: 'Add source' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add source' });
  await dialog.getByLabel('Address').fill('nonsense');
  await dialog.getByRole('button', { name: 'Add source' }).click();
  await expect(dialog.getByText(/begins with https/)).toBeVisible();
  await expectAccessible(page, 'adding a source');
  // A private address: the house does not look there for anybody. It may refuse at once or when it looks.
  await dialog.getByLabel('Address').fill('http://127.0.0.1:9/secret');
  await dialog.getByRole('button', { name: 'Add source' }).click();
  const refused = dialog.getByRole('alert').or(page.getByRole('list', { name: 'Sources' }).getByText('Failed'));
  await expect(refused.first()).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page, 'a source that failed');
});

test('a file in a chat is read, and the answer says how', async ({ app, page, vendor }) => {
  await vendor.answer('what is lit', [text('The lamp on the pier is lit at dusk.'), finish]);
  await page.locator('form input[type=file]').setInputFiles([file('handbook.md', TIDES)]);
  const attached = page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
  await expect(attached).toContainText(/Ready · \d+ characters/, { timeout: 30_000 });
  await expectAccessible(page, 'a file in the composer');
  await app.send('what is lit at night?');
  await app.expectAnswer('The lamp on the pier is lit at dusk.');
  await expect(app.questions.last().getByRole('link', { name: 'handbook.md' })).toBeVisible();
  await expect(app.lastAnswer.getByText('Read whole: handbook.md')).toBeVisible();
  const [asked] = await vendor.asked('what is lit');
  expect(JSON.stringify(asked?.body?.messages)).toContain('The lamp on the pier');
  await expectAccessible(page, 'an answer that read a file');
  await page.reload();
  await expect(app.lastAnswer.getByText('Read whole: handbook.md')).toBeVisible();
  await app.questions.last().getByRole('link', { name: 'handbook.md' }).click();
  await expect(page.getByRole('heading', { name: 'Night shift' })).toBeVisible();
});

test('an answer cites the passage of a collection, and opens it', async ({ app, api, page, vendor }) => {
  const { id } = await api.post<Known>('/collections', { name: 'Harbour' });
  await page.goto(`/knowledge/${id}`);
  await addFiles(page, [file('handbook.md', TIDES)]);
  await expectReady(page, 'handbook.md');
  await page.goto('/');
  await page.getByRole('button', { name: 'Choose knowledge' }).click();
  await page.getByRole('menuitemcheckbox', { name: /Harbour/ }).click();
  await expectAccessible(page, 'choosing knowledge');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Knowledge: 1 collection' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Web search' })).toHaveCount(0);

  await vendor.answer('quokka', [text('When sun and moon pull together [1]. Nobody says [99].'), finish]);
  await app.send('When is the quokka range largest?');
  const citation = app.lastAnswer.getByRole('button', { name: /^Source 1: / });
  await expect(citation).toBeVisible({ timeout: 15_000 });
  await expect(app.lastAnswer).toContainText('[99]');
  await expectAccessible(page, 'an answer with citations');
  await citation.click();
  const popover = page.getByRole('dialog');
  await expect(popover.getByText(/quokka range is largest/)).toBeVisible();
  await expectAccessible(page, 'a citation');
  await popover.getByRole('link', { name: 'Open the passage' }).click();
  await expect(page.locator('mark').filter({ hasText: 'quokka' })).toBeInViewport();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Knowledge: 1 collection' })).toBeVisible();
  await app.lastAnswer.getByText('1 source', { exact: true }).click();
  await expect(app.lastAnswer.getByRole('list', { name: 'Sources' }).getByRole('link')).toHaveCount(1);
});
