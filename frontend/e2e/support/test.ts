import { expect, test as base, type BrowserContext } from '@playwright/test';
import { Api, PASSWORD, type Account } from './api';
import { App } from './app';
import { Pallium } from './pallium';
import { Vendor } from './vendor';
import { Watch } from './watch';

const OWNER: Account = { name: 'Olive Owner', email: 'olive@example.com', password: PASSWORD };

type Instance = { pallium: Pallium; vendor: Vendor; owner: Api };

type WorkerFixtures = {
  /** One server and one vendor for the tests of a worker, with an owner and the vendor connected. */
  instance: Instance;
};

type TestFixtures = {
  vendor: Vendor;
  owner: Api;
  /** Whom the page belongs to: an account made for this test. */
  account: Account;
  /** The same person by HTTP. */
  api: Api;
  watch: Watch;
  /** The page, logged in. */
  app: App;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  instance: [
    // Playwright reads the names of what a fixture needs from its first parameter.
    // eslint-disable-next-line no-empty-pattern
    async ({}, give) => {
      const [pallium, vendor] = await Promise.all([Pallium.start(), Vendor.start()]);
      const owner = await Api.setUp(pallium.origin, OWNER);
      await owner.connectVendor(vendor.baseUrl);
      await give({ pallium, vendor, owner });
      await Promise.all([pallium.discard(), vendor.discard()]);
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ instance }, give) => give(instance.pallium.origin),
  vendor: async ({ instance }, give) => {
    await give(instance.vendor);
    await instance.vendor.reset();
  },
  owner: async ({ instance }, give) => give(instance.owner),
  account: async ({ owner }, give) => give(await owner.createUser('Mia Member')),
  api: async ({ instance, account }, give) => give(await Api.logIn(instance.pallium.origin, account)),
  watch: [
    async ({ instance, context }, give) => {
      const watch = new Watch(instance.pallium.origin);
      watch.follow(context);
      await give(watch);
      watch.assertClean();
    },
    { auto: true },
  ],
  app: async ({ page, account, isMobile, vendor }, give) => {
    // The vendor is torn down after the page: its reset opens gates that a failed test left shut.
    void vendor;
    await logIn(page.context(), account);
    const app = new App(page, isMobile);
    await page.goto('/');
    await expect(app.composer).toBeVisible();
    await give(app);
  },
});

/** Logs the pages of a context in, as the form does, without the form. */
export async function logIn(context: BrowserContext, { email, password }: Account, origin = ''): Promise<void> {
  const answer = await context.request.post(`${origin}/api/v1/auth/login`, { data: { email, password } });
  if (!answer.ok()) throw new Error(`logging in: ${await answer.text()}`);
}

export { expect } from '@playwright/test';
