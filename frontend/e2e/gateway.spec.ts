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
