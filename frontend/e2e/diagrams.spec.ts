import { expect, test } from './support/test';
import { finish, text } from './support/vendor';

const DIAGRAMS = [
  '```mermaid\nflowchart LR\n  A[Moon] -->|pulls| B(Sea)\n  B --> C{High tide?}\n```\n\n',
  '```mermaid\nsequenceDiagram\n  Alice->>Bob: Hello Bob\n  Bob-->>Alice: Hi\n```\n\n',
  '```mermaid\nflowchart LR\n  A --> --> B\n```\n',
].join('');

/** The policy itself is watched in every test: what it refuses is on the console. */
test('diagrams are drawn as the policy allows, and a wrong one stays its source', async ({ app, page, vendor }) => {
  await vendor.answer('draw', [text(DIAGRAMS), finish]);
  await app.send('draw it');
  const drawn = app.lastAnswer.getByRole('img', { name: 'Diagram' });
  await expect(drawn).toHaveCount(2, { timeout: 20_000 });
  const widths = await drawn.evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth > 100));
  expect(widths).toEqual([true, true]);
  await expect(app.lastAnswer.locator('pre').last()).toContainText('A --> --> B');
  expect(await page.evaluate(() => [Object.hasOwn(document, 'createElement'), document.adoptedStyleSheets.length])).toEqual([false, 0]);
});
