import { expect, test } from './support/test';

test('a conversation is renamed, pinned, archived, and deleted with a way back', async ({ app, api, page }) => {
  await api.createConversation('Plain talk');
  await api.createConversation('Newer talk');
  await page.reload();

  await app.chooseFromMenuOf('Plain talk', 'Rename');
  await app.sidebar.getByRole('textbox', { name: 'Title' }).fill('Fine talk');
  await page.keyboard.press('Enter');
  await expect(app.row('Fine talk')).toBeVisible();

  await app.chooseFromMenuOf('Fine talk', 'Pin');
  await expect(app.sidebar.getByRole('region', { name: 'Pinned' }).getByRole('link')).toHaveText(['Fine talk']);

  await app.chooseFromMenuOf('Newer talk', 'Archive');
  await expect(app.row('Newer talk')).toBeHidden();
  await app.sidebar.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(app.row('Newer talk')).toBeVisible();
  await app.sidebar.getByRole('button', { name: 'Chats', exact: true }).click();

  await app.chooseFromMenuOf('Fine talk', 'Delete');
  await expect(app.row('Fine talk')).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(app.row('Fine talk')).toBeVisible();
  await page.reload();
  await app.openSidebar();
  await expect(app.sidebar.getByRole('region', { name: 'Pinned' }).getByRole('link')).toHaveText(['Fine talk']);
});

test('the bin gives a conversation back, or deletes it for good', async ({ app, api, page }) => {
  for (const title of ['Regretted', 'Forgotten']) await api.delete(`/conversations/${(await api.createConversation(title)).id}`);
  await page.reload();
  await app.openSidebar();
  await app.sidebar.getByRole('button', { name: 'Bin', exact: true }).click();
  await app.sidebar.getByRole('button', { name: 'Restore Regretted' }).click();
  await expect(app.sidebar.getByText('Regretted')).toBeHidden();
  await app.sidebar.getByRole('button', { name: 'Delete Forgotten for good' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click();
  await expect(app.sidebar.getByText('The bin is empty')).toBeVisible();
  await app.sidebar.getByRole('button', { name: 'Chats', exact: true }).click();
  await expect(app.row('Regretted')).toBeVisible();
});

test('the palette opens a conversation by keyboard, and the sheet shows every shortcut', async ({ app, api, page }) => {
  const { id } = await api.createConversation('Walking in Lisbon');
  await page.reload();
  await expect(app.composer).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('lisbon');
  await expect(page.getByRole('option', { name: 'Walking in Lisbon' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/c/${id}`));

  await page.keyboard.press('Control+/');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('Search and commands')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});
