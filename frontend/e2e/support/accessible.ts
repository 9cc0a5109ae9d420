import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

/** A folder for pictures of every screen, for people who want to look. */
const PICTURES = process.env.PALLIUM_E2E_PICTURES;

/** Expects a screen without serious barriers, in both themes. Goes on after a failure, to list them all. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator('html')).toHaveClass(theme === 'dark' ? /\bdark\b/ : /^(?!.*\bdark\b)/);
    await settled(page);
    const axe = new AxeBuilder({ page });
    // The other theme has the same elements in other colours.
    const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
    const barriers = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary ?? ''}`) }));
    expect.soft(barriers, `${screen}, ${theme}`).toEqual([]);
    await takePicture(page, `${screen}-${theme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Until colours have stopped changing: what inherits one begins to change when its parent has. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let quiet = 0; quiet < 5; ) {
      await new Promise(requestAnimationFrame);
      const moving = document.getAnimations().some(({ playState }) => playState === 'running');
      quiet = moving ? 0 : quiet + 1;
    }
  });
}

async function takePicture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  const file = `${test.info().project.name}-${name.replaceAll(/\W+/g, '-')}.png`;
  await page.screenshot({ path: join(PICTURES, file) });
}
