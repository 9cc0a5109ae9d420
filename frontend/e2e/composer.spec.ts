import type { Locator } from '@playwright/test';
import { expect, test } from './support/test';
import { finish, text } from './support/vendor';

/** A picture of one red dot. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dwn4GBgYGRAQYAJgoC/pcBF5sAAAAASUVORK5CYII=';

test('a draft survives a reload and a change of chat', async ({ app, api, page }) => {
  const [first, second] = await Promise.all([api.createConversation('First talk'), api.createConversation('Second talk')]);
  await page.goto(`/c/${first.id}`);
  await app.composer.fill('half a thought');
  await app.openSidebar();
  await app.row('Second talk').click();
  await expect(page).toHaveURL(`/c/${second.id}`);
  await expect(app.composer).toHaveValue('');
  await app.composer.fill('another thought');
  await page.reload();
  await expect(app.composer).toHaveValue('another thought');
  await app.openSidebar();
  await app.row('First talk').click();
  await expect(app.composer).toHaveValue('half a thought');
});

test('Enter that confirms a word of an input method does not send', async ({ app, api, page, vendor }) => {
  await api.patch('/settings', { enter_sends: true });
  await page.reload();
  await vendor.answer('にほん', [text('はい。'), finish]);
  await app.composer.click();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  // What Chromium sends for the Enter that ends a composition.
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
  await devtools.send('Input.insertText', { text: 'にほん' });
  await expect(app.composer).toHaveValue('にほん');
  await expect(app.questions).toHaveCount(0);

  await page.keyboard.press('Shift+Enter');
  await expect(app.composer).toHaveValue('にほん\n');
  await page.keyboard.press('Enter');
  await app.expectAnswer('はい。');
});

test('a pasted picture is shown small and reaches the vendor', async ({ app, page, vendor }) => {
  await vendor.answer('what is this', [text('A red dot.'), finish]);
  await paste(app.composer, PNG);
  const attached = page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
  await expect(attached).toContainText('Ready');
  await expect(attached.locator('img')).toBeVisible();
  await app.send('what is this');
  await app.expectAnswer('A red dot.');
  await expect(app.questions.last().getByRole('img')).toBeVisible();
  const [asked] = await vendor.asked('what is this');
  expect(asked?.body?.messages?.at(-1)?.content).toContainEqual({
    type: 'image_url',
    image_url: { url: `data:image/png;base64,${PNG}` },
  });
});

test('a vendor’s refusal is told in place, in its words, and Retry succeeds', async ({ app, vendor }) => {
  const error = { message: 'Incorrect API key provided: sk-e2e.', type: 'invalid_request_error', code: 'invalid_api_key' };
  await vendor.refuse('try me', 401, { error });
  await vendor.answer('try me', [text('Now it works.'), finish]);
  await app.send('try me');
  const refusal = app.lastAnswer.getByRole('alert');
  await expect(refusal).toContainText('The answer failed');
  await expect(refusal).toContainText('Incorrect API key provided');
  await refusal.getByRole('button', { name: 'Try again' }).click();
  await app.expectAnswer('Now it works.');
  await expect(app.questions).toHaveText(['try me']);
});

/** Pastes a picture, as the clipboard does. */
async function paste(field: Locator, base64: string): Promise<void> {
  await field.evaluate((element, data) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], 'dot.png', { type: 'image/png' }));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, base64);
}
