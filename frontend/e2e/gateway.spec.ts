import { expectAccessible } from './support/accessible';
import { expect, logIn, test } from './support/test';
import { finish, gate, text } from './support/vendor';

test('a key is made, calls a model, is seen in the usage, and is revoked', async ({ page, account, vendor, baseURL }) => {
  await logIn(page.context(), account);
  await page.goto('/settings/api-keys');
  await expect(page.getByText('No key yet')).toBeVisible();
  await expectAccessible(page, 'no keys');
  await page.getByRole('button', { name: 'Create key' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Coding agent');
  await dialog.getByLabel('Per month, tokens').fill('1000000');
  await expectAccessible(page, 'making a key');
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const key = await dialog.getByLabel('Key', { exact: true }).inputValue();
  expect(key).toMatch(/^pk_/);
  await expect(dialog.getByRole('region', { name: 'OpenAI SDK' })).toContainText(`base_url="${baseURL ?? ''}/v1"`);
  await expectAccessible(page, 'a new key');
  await dialog.getByRole('button', { name: 'I have kept it' }).click();

  await vendor.answer('from a program', [text('Hello, program.'), { type: 'usage', input: 1200, output: 300 }, finish]);
  const call = () =>
    fetch(`${baseURL ?? ''}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'scripted-mini', max_tokens: 500, messages: [{ role: 'user', content: 'from a program' }] }),
    });
  const answer = await call();
  expect(((await answer.json()) as { choices: { message: { content: string } }[] }).choices[0]?.message.content).toBe('Hello, program.');

  await page.goto('/settings/usage');
  await expect(page.getByRole('row', { name: /^scripted-mini/ })).toContainText('1.2K');
  await expect(page.getByRole('row', { name: /^Coding agent/ })).toContainText('300');
  await expect(page.getByRole('region', { name: 'Coding agent: This month' })).toContainText('left of 1M');
  await expectAccessible(page, 'own usage');

  await page.goto('/settings/api-keys');
  await expect(page.getByText(/last used/)).toBeVisible();
  await expect(page.getByRole('img', { name: /^Tokens by day in 30 days: 1.5K tokens/ })).toBeVisible();
  await page.getByRole('button', { name: 'More for Coding agent' }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Coding agent revoked')).toBeVisible();
  expect((await call()).status).toBe(401);
  await expectAccessible(page, 'a revoked key');
});

test('an admin names models, orders rules, tries a prompt and reads the wire', async ({ page, owner, vendor }) => {
  await logIn(page.context(), await owner.createUser('Anna Admin', 'admin'));
  await page.goto('/admin/models');
  await page.getByRole('button', { name: 'Create alias' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('cheap');
  await dialog.getByRole('button', { name: 'Add model' }).click();
  for (const [row, model] of ['Scripted / scripted-large', 'Scripted / scripted-mini'].entries()) {
    await dialog.getByRole('combobox', { name: 'Model' }).nth(row).click();
    await page.getByRole('option', { name: model }).click();
  }
  // Dragged with the mouse, the second one comes first.
  const [upper, lower] = [dialog.getByRole('button', { name: 'Move Scripted / scripted-large' }), dialog.getByRole('button', { name: 'Move Scripted / scripted-mini' })];
  const [from, to] = [await lower.boundingBox(), await upper.boundingBox()];
  await page.mouse.move((from?.x ?? 0) + 10, (from?.y ?? 0) + 10);
  await page.mouse.down();
  await page.mouse.move((to?.x ?? 0) + 10, (to?.y ?? 0) + 10, { steps: 5 });
  await page.mouse.up();
  await expectAccessible(page, 'an alias');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/^1. Scripted \/ scripted-mini/)).toBeVisible();

  for (const name of ['First', 'Second']) {
    await page.getByRole('button', { name: 'Create rule' }).click();
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: `Move ${name}` })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Move Second' }).press('ArrowUp');
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Fix the parser');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(page.getByRole('definition').filter({ hasText: 'Second' })).toBeVisible();
  await expect(page.getByText('scripted/scripted-mini')).toBeVisible();
  await expectAccessible(page, 'models');

  await vendor.answer('five words', [text('Hello from over the wire.'), finish]);
  await page.goto('/admin/playground');
  await page.getByRole('combobox', { name: 'Model' }).fill('cheap');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('region', { name: 'Body as it travelled' })).toContainText('data: [DONE]');
  await expect(page.getByText('x-pallium-target')).toBeVisible();
  await expectAccessible(page, 'playground');

  await vendor.answer('five words', [text('Half '), gate('never'), finish]);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('region', { name: 'Body as it travelled' })).toContainText('Half');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled')).toBeVisible();
  await expect.poll(async () => (await vendor.asked('five words')).at(-1)?.outcome).toBe('disconnected');

  await page.goto('/admin/usage');
  await expect(page.getByRole('row', { name: /^Anna Admin/ })).toBeVisible();
  await expectAccessible(page, 'usage of all');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  expect((await download).suggestedFilename()).toBe('usage.csv');
});

test('a member tightens a key, and an admin sees and loosens it', async ({ page, owner, account, api, browser, baseURL, watch }) => {
  const limits = { requests_per_minute: 60, budgets: [{ period: 'month', money_usd: '20' }] };
  await api.post('/api-keys', { name: 'Coding agent', allowed_models: ['scripted-*'], limits });
  await logIn(page.context(), account);
  await page.goto('/settings/api-keys');
  const edit = async (on: typeof page) => {
    await on.getByRole('button', { name: 'More for Coding agent' }).click();
    await on.getByRole('menuitem', { name: 'Edit' }).click();
    return on.getByRole('dialog', { name: 'Edit Coding agent' });
  };
  const dialog = await edit(page);
  await expect(dialog.getByLabel('Allowed models')).toHaveValue('scripted-*');
  await dialog.getByLabel('Calls per minute').fill('600');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Only admins raise it.')).toBeVisible();
  await expectAccessible(page, 'a key that a member may not loosen');
  await dialog.getByLabel('Calls per minute').fill('30');
  await dialog.getByLabel('Per day, tokens').fill('50000');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('30 calls/min')).toBeVisible();
  await expect(page.getByText('50K tokens per day')).toBeVisible();

  const context = await browser.newContext({ baseURL: baseURL ?? '' });
  watch.follow(context);
  await logIn(context, await owner.createUser('Anna Admin', 'admin'), baseURL);
  const hers = await context.newPage();
  await hers.goto('/admin/api-keys');
  await hers.getByRole('combobox', { name: 'Owner' }).click();
  // Other tests have made other members.
  await expect(hers.getByRole('option', { name: 'Anna Admin' }).first()).toBeVisible();
  await hers.keyboard.press('Escape');
  await expect(hers.getByText(/^Mia Member · never used/).first()).toBeVisible();
  await expectAccessible(hers, 'keys of everybody');
  const wider = await edit(hers);
  await wider.getByLabel('Calls per minute').fill('600');
  await expectAccessible(hers, 'editing a key');
  await wider.getByRole('button', { name: 'Save' }).click();
  await expect(hers.getByText('600 calls/min')).toBeVisible();
  await context.close();
});

test('an admin tunes an alias, sets a price, and gives a user and a workspace limits', async ({ page, owner, account }) => {
  await logIn(page.context(), await owner.createUser('Anna Admin', 'admin'));
  await page.goto('/admin/models');
  await page.getByRole('button', { name: 'Create alias' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('swift');
  await dialog.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: 'Scripted / scripted-mini' }).click();
  await dialog.getByRole('switch', { name: 'Rescue' }).click();
  await dialog.getByLabel('Ask the next one after').fill('0');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Enter seconds up to 600, such as 1.5.')).toBeVisible();
  await dialog.getByLabel('Ask the next one after').fill('1.5');
  await dialog.getByLabel('Keep answers for').fill('3600');
  await expectAccessible(page, 'an alias with all it can do');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Second try after 1.5 s')).toBeVisible();
  await expect(page.getByText('Cached 1 hr')).toBeVisible();
  await page.getByRole('button', { name: 'Edit swift' }).click();
  await expect(dialog.getByLabel('Ask the next one after')).toHaveValue('1.5');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Prices of Scripted' }).click();
  await expect(dialog.getByText('No price known').first()).toBeVisible();
  await expectAccessible(page, 'prices');
  await dialog.getByRole('button', { name: 'Set the price of scripted-large' }).click();
  await dialog.getByLabel('Input').fill('2.50');
  await dialog.getByLabel('Output').fill('10');
  await expectAccessible(page, 'a price');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('$2.50 in · $10.00 out')).toBeVisible();
  await dialog.getByRole('button', { name: 'Back to the list: scripted-large' }).click();
  await expect(dialog.getByText('Set here', { exact: true })).toHaveCount(0);

  await page.goto('/admin/users');
  await expect(page.getByText(account.email)).toBeVisible();
  await page.getByRole('listitem').filter({ hasText: account.email }).getByRole('button', { name: 'More for Mia Member' }).click();
  await page.getByRole('menuitem', { name: 'Limits and budgets' }).click();
  await dialog.getByLabel('Per month, US dollars').fill('25');
  await expectAccessible(page, 'limits of a user');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Limits of Mia Member saved')).toBeVisible();

  await page.goto('/admin/workspaces');
  await page.getByRole('button', { name: 'Create workspace' }).first().click();
  const name = `Research ${crypto.randomUUID().slice(0, 4)}`;
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create workspace' }).click();
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Members' }).click();
  await dialog.getByRole('combobox', { name: 'Add a member' }).click();
  await page.getByRole('option', { name: account.email }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText(account.email)).toBeVisible();
  await expectAccessible(page, 'members of a workspace');
  await page.keyboard.press('Escape');
  await expectAccessible(page, 'workspaces');
});

test('a member sees what is left to him', async ({ page, owner, account, api }) => {
  await owner.put(`/users/${api.user.id}/limits`, { requests_per_minute: 60, budgets: [{ period: 'month', money_usd: '25' }] });
  await logIn(page.context(), account);
  await page.goto('/settings/usage');
  await expect(page.getByRole('region', { name: 'This month' })).toContainText('$25.00 left of $25.00');
  await expect(page.getByText('at most 60')).toBeVisible();
  await expectAccessible(page, 'what is left');
});
