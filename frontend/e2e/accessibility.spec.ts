import { expectAccessible } from './support/accessible';
import { expect, logIn, test } from './support/test';
import { finish, gate, text } from './support/vendor';

const RICH = [
  '# Tides\n\nThe **moon** pulls, see [the almanac](https://example.com) and `height()`.\n\n',
  '| Place | Range |\n| --- | ---: |\n| Fundy | 16 m |\n| Oslo | 0.4 m |\n\n',
  '```python\ndef height(hour: int) -> float:\n    """Metres above the mean."""\n    return 2.5 * cos(hour)  # rough\n```\n\n',
  '> A quotation.\n\n1. first\n2. second\n\n- [x] done\n- [ ] open\n\nThe end: $a^2 + b^2$.',
].join('');

test('what strangers see has no barrier', async ({ page, owner }) => {
  await page.goto('/login');
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await expectAccessible(page, 'login');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('Enter your email.')).toBeVisible();
  await expectAccessible(page, 'login with errors');

  await owner.patch('/instance/settings', { registration_enabled: true });
  await page.goto('/register');
  await expect(page.getByRole('heading', { name: 'Create account' })).toBeVisible();
  await expectAccessible(page, 'register');
});

test('the first steps have no barrier', async ({ app, page }) => {
  await page.goto('/welcome');
  await expect(page.getByRole('button', { name: 'vLLM, LM Studio' })).toBeVisible();
  await expectAccessible(page, 'welcome');
  await page.getByRole('button', { name: 'vLLM, LM Studio' }).click();
  await expect(page.getByLabel('Address')).toBeVisible();
  await expectAccessible(page, 'welcome with a form');
  await page.goto('/');
  await expect(app.composer).toBeVisible();
  await expectAccessible(page, 'empty chat');
});

test('a chat has no barrier', async ({ app, page, vendor }) => {
  await vendor.answer('tides', [
    { type: 'reasoning', text: 'The user wants to know about tides.' },
    text(RICH),
    { type: 'usage', input: 12, output: 90 },
    finish,
  ]);
  await vendor.answer('and then', [text('It goes on and '), gate('writing'), finish]);
  await app.send('Tell me about tides');
  await expect(app.lastAnswer.getByRole('table')).toBeVisible();
  await expect(app.lastAnswer.locator('pre')).toContainText('def height');
  await expect(app.lastAnswer.locator('.katex').first()).toBeVisible();
  await expect(app.lastAnswer.locator('pre span[style]').first()).toBeVisible();
  await expectAccessible(page, 'chat');
  await app.lastAnswer.getByRole('button', { name: 'Details' }).click();
  await expect(page.getByText('Input tokens')).toBeVisible();
  await expectAccessible(page, 'details of an answer');
  await page.keyboard.press('Escape');
  await app.questions.last().hover();
  await app.questions.last().getByRole('button', { name: 'Edit' }).click();
  await expectAccessible(page, 'editing a message');
  await page.keyboard.press('Escape');
  await app.send('and then');
  await app.expectAnswer('It goes on and');
  await expectAccessible(page, 'an answer being written');
  await app.stop.click();
  await expect(app.lastAnswer.getByRole('button', { name: 'Continue', exact: true })).toBeVisible();
  await expectAccessible(page, 'a stopped answer');
});

test('a failed answer has no barrier', async ({ app, page, vendor }) => {
  await vendor.refuse('please fail', 401, { error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' } });
  await app.send('please fail');
  await expect(app.lastAnswer.getByRole('alert')).toBeVisible();
  await expectAccessible(page, 'failed answer');
});

test('what opens over a chat has no barrier', async ({ app, page }) => {
  await page.getByRole('button', { name: 'Parameters' }).click();
  await expect(page.getByLabel('Temperature')).toBeVisible();
  await expectAccessible(page, 'parameters');
  await app.page.getByRole('button', { name: 'Close' }).first().click();
  await page.getByRole('button', { name: /^Model: / }).click();
  await expect(page.getByRole('option', { name: 'scripted-mini' })).toBeVisible();
  await expectAccessible(page, 'model picker');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option', { name: 'New chat' })).toBeVisible();
  await expectAccessible(page, 'palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page, 'shortcuts');
});

test('the sidebar, the archive and the bin have no barrier', async ({ app, api, page }) => {
  const [open, archived, deleted] = await Promise.all(
    ['Open talk', 'Archived talk', 'Deleted talk'].map((title) => api.createConversation(title)),
  );
  await api.patch(`/conversations/${open?.id ?? ''}`, { pinned: true });
  await api.patch(`/conversations/${archived?.id ?? ''}`, { archived: true });
  await api.delete(`/conversations/${deleted?.id ?? ''}`);
  await api.post('/folders', { name: 'Work' });
  await api.post('/tags', { name: 'Important', color: '#b1352a' });
  await page.reload();
  await app.openSidebar();
  await expect(app.row('Open talk')).toBeVisible();
  await expectAccessible(page, 'sidebar');
  await app.openMenuOf('Open talk');
  await expectAccessible(page, 'menu of a conversation');
  await page.keyboard.press('Escape');
  await app.sidebar.getByRole('textbox', { name: 'Search' }).fill('talk');
  await expect(app.sidebar.getByRole('list', { name: 'Search results' })).toBeVisible();
  await expectAccessible(page, 'search');
  await app.sidebar.getByRole('button', { name: 'Clear search' }).click();
  await app.sidebar.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(app.row('Archived talk')).toBeVisible();
  await expectAccessible(page, 'archive');
  await app.sidebar.getByRole('button', { name: 'Bin', exact: true }).click();
  await expect(app.sidebar.getByText('Deleted talk')).toBeVisible();
  await expectAccessible(page, 'bin');
  await app.sidebar.getByRole('button', { name: 'Delete Deleted talk for good' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectAccessible(page, 'deleting for good');
});

test('the settings have no barrier', async ({ page, account }) => {
  await logIn(page.context(), account);
  for (const section of ['Profile', 'Appearance', 'Connections', 'Logins']) {
    await page.goto(`/settings/${section.toLowerCase()}`);
    await expect(page.getByRole('heading', { name: section, level: 2 }).first()).toBeVisible();
    await expectAccessible(page, `settings ${section}`);
  }
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Add connection' }).click();
  await expect(page.getByRole('button', { name: 'vLLM, LM Studio' })).toBeVisible();
  await expectAccessible(page, 'adding a connection');
});

test('the administration has no barrier', async ({ page, owner }) => {
  await logIn(page.context(), await owner.createUser('Anna Admin', 'admin'));
  for (const section of ['Users', 'Connections', 'Instance', 'Audit']) {
    await page.goto(`/admin/${section.toLowerCase()}`);
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
    await expectAccessible(page, `administration ${section}`);
  }
  await page.goto('/admin/users');
  await page.getByRole('button', { name: 'Add user' }).click();
  await expect(page.getByRole('dialog', { name: 'Add user' })).toBeVisible();
  await expectAccessible(page, 'adding a user');
});

test('a page that is not there has no barrier', async ({ app, page, watch }) => {
  await page.goto('/nowhere');
  await expect(page.getByText('Nothing here')).toBeVisible();
  await expectAccessible(page, 'not found');
  watch.expect(404, /^\/api\/v1\/conversations\//);
  await page.goto(`/c/${crypto.randomUUID()}`);
  await expect(page.getByRole('heading', { name: 'This conversation does not exist' })).toBeVisible();
  await expect(app.composer).toBeHidden();
  await expectAccessible(page, 'unknown conversation');
  await page.getByRole('main').getByRole('link', { name: 'New chat' }).click();
  await expect(app.composer).toBeVisible();
});
