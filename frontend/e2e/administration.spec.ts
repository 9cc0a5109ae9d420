import { PASSWORD } from './support/api';
import { expect, logIn, test } from './support/test';

test('an admin makes a user, whose page is logged out once the user is disabled', async ({
  page,
  owner,
  browser,
  baseURL,
  watch,
}) => {
  await logIn(page.context(), await owner.createUser('Anna Admin', 'admin'));
  const email = `${crypto.randomUUID()}@example.com`;
  await page.goto('/admin/users');
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add user' });
  await dialog.getByLabel('Name').fill('Nora New');
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByLabel('First password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(page.getByText('Nora New can log in now')).toBeVisible();

  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  watch.follow(other);
  watch.expect(401, /^\/api\/v1\//);
  const hers = await other.newPage();
  await hers.goto('/login');
  await hers.getByLabel('Email').fill(email);
  await hers.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await hers.getByRole('button', { name: 'Log in' }).click();
  await expect(hers.getByRole('textbox', { name: 'Message', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'More for Nora New' }).click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await expect(page.getByText('Nora New can no longer log in')).toBeVisible();
  // Any next request will do: sending a message is the likeliest.
  await hers.getByRole('textbox', { name: 'Message', exact: true }).fill('am I still here?');
  await hers.getByRole('button', { name: 'Send' }).click();
  await expect(hers.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await other.close();
});

test('a member sees no administration', async ({ app, page }) => {
  await page.goto('/admin/users');
  await expect(page.getByText('Nothing here')).toBeVisible();
  await page.goto('/');
  await app.openSidebar();
  await app.sidebar.getByRole('button', { name: 'Account of Mia Member' }).click();
  await expect(page.getByRole('menuitem', { name: 'Settings' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Administration' })).toHaveCount(0);
});
