import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does with the page, on a screen of either size. */
export class App {
  readonly page: Page;
  readonly phone: boolean;

  constructor(page: Page, phone: boolean) {
    this.page = page;
    this.phone = phone;
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true });
  }

  get stop(): Locator {
    return this.page.getByRole('button', { name: 'Stop' });
  }

  get questions(): Locator {
    return this.page.getByRole('article', { name: 'You', exact: true });
  }

  get answers(): Locator {
    return this.page.getByRole('article', { name: /^Answer of / });
  }

  get lastAnswer(): Locator {
    return this.answers.last();
  }

  /** Where the sidebar's content is: beside the page, or over it on a phone. */
  get sidebar(): Locator {
    return this.phone
      ? this.page.getByRole('dialog', { name: 'Sidebar' })
      : this.page.getByRole('complementary', { name: 'Sidebar' });
  }

  row(title: string): Locator {
    return this.sidebar.getByRole('link', { name: title });
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
    await expect(this.composer).toHaveValue('');
  }

  /** Opens the sidebar where it is not there already. */
  async openSidebar(): Promise<void> {
    if (this.phone && !(await this.sidebar.isVisible())) {
      await this.page.getByRole('button', { name: 'Toggle sidebar' }).click();
    }
    await expect(this.sidebar).toBeVisible();
  }

  async openMenuOf(title: string): Promise<void> {
    await this.openSidebar();
    await this.row(title).hover();
    await this.sidebar.getByRole('button', { name: `Menu of ${title}` }).click();
  }

  async chooseFromMenuOf(title: string, item: string): Promise<void> {
    await this.openMenuOf(title);
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** Expects the last answer to be these words and no others. */
  async expectAnswer(said: string): Promise<void> {
    await expect(this.lastAnswer.getByRole('paragraph')).toHaveText([said], { timeout: 15_000 });
  }
}
