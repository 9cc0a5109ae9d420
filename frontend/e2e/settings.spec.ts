import { expect, logIn, test } from './support/test';

test('the theme is kept over a reload, and System follows the system', async ({ app, page }) => {
  await page.goto('/settings/appearance');
  const html = page.locator('html');
  await page.getByText('Dark', { exact: true }).click();
  await expect(html).toHaveClass(/\bdark\b/);
  await page.reload();
  await expect(html).toHaveClass(/\bdark\b/);
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();

  await page.getByText('Light', { exact: true }).click();
  await expect(html).not.toHaveClass(/\bdark\b/);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
  await expect(html).not.toHaveClass(/\bdark\b/);

  await page.getByText('System', { exact: true }).click();
  await expect(html).toHaveClass(/\bdark\b/);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(html).not.toHaveClass(/\bdark\b/);
  await page.goto('/');
  await expect(app.composer).toBeVisible();
});

test('the page speaks German once it is chosen', async ({ account, page }) => {
  await logIn(page.context(), account);
  await page.goto('/settings/appearance');
  await page.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await expect(page.getByRole('heading', { name: 'Darstellung' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Darstellung' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.goto('/');
  await expect(page.getByRole('textbox', { name: 'Nachricht', exact: true })).toBeVisible();
});

test('Test says how the vendor does, in its words when it refuses', async ({ page, owner, vendor }) => {
  await logIn(page.context(), await owner.createUser('Anna Admin', 'admin'));
  await page.goto('/settings/connections');
  const card = page.getByRole('listitem').filter({ hasText: 'Scripted' });
  await card.getByRole('button', { name: 'Test' }).click();
  await expect(card.getByRole('status')).toHaveText(/^Works: answered in \d+ ms, 2 models$/);
  await vendor.refuseModels(401, { error: { message: 'This key was withdrawn.' } });
  await card.getByRole('button', { name: 'Test' }).click();
  await expect(card.getByRole('status')).toContainText('This key was withdrawn.');
});

test('a login is ended from another one, and its page is logged out', async ({ app, account, browser, baseURL, page, watch }) => {
  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  watch.follow(other);
  watch.expect(401, /^\/api\/v1\//);
  await logIn(other, account);
  const elsewhere = await other.newPage();
  await elsewhere.goto('/settings/profile');
  await expect(elsewhere.getByRole('heading', { name: 'Profile', level: 2 })).toBeVisible();

  await page.goto('/settings/logins');
  await page.getByRole('button', { name: 'End all others' }).click();
  await expect(page.getByText('Login ended', { exact: true })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'last used' })).toHaveCount(1);

  await elsewhere.reload();
  await expect(elsewhere.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await other.close();
  await page.goto('/');
  await expect(app.composer).toBeVisible();
});
