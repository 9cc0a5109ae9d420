import { expect, type BrowserContext, type ConsoleMessage, type Request, type Response } from '@playwright/test';

/** Schemes that never leave the page. */
const INSIDE = ['data:', 'blob:', 'about:'];
/** What Chromium says of every answer of 400 and above; the answers themselves are watched instead. */
const NOISE = /^Failed to load resource: /;

/** Notes what no page may do: leave the origin, break the policy, complain, get answers nobody expects. */
export class Watch {
  #origin: string;
  readonly #wrong: string[] = [];
  readonly #expected: { status: number; path: RegExp }[] = [
    // A page that is not logged in finds that out by asking.
    { status: 401, path: /^\/api\/v1\/auth\/refresh$/ },
  ];
  #down = false;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Listens to all pages of the context. */
  follow(context: BrowserContext): void {
    context.on('request', (request) => this.#onRequest(request));
    context.on('response', (response) => this.#onResponse(response));
    context.on('requestfailed', (request) => this.#onFailed(request));
    context.on('console', (message) => this.#onConsole(message));
    context.on('weberror', (thrown) => this.#wrong.push(`thrown: ${thrown.error().message}`));
  }

  /** From now on this refusal is part of the test. */
  expect(status: number, path: RegExp): void {
    this.#expected.push({ status, path });
  }

  /** A test with a server of its own has another origin. */
  useOrigin(origin: string): void {
    this.#origin = origin;
  }

  /** While the server is down, requests fail and the page says so on the console. */
  serverIsDown(down: boolean): void {
    this.#down = down;
  }

  /** The claim of every test. */
  assertClean(): void {
    expect(this.#wrong, 'what no page may do').toEqual([]);
  }

  #onRequest(request: Request): void {
    const url = request.url();
    if (INSIDE.some((scheme) => url.startsWith(scheme)) || new URL(url).origin === this.#origin) return;
    this.#wrong.push(`left the origin: ${request.method()} ${url}`);
  }

  #onResponse(response: Response): void {
    const { pathname } = new URL(response.url());
    const status = response.status();
    if (status < 400 || this.#expected.some((known) => known.status === status && known.path.test(pathname))) return;
    this.#wrong.push(`answered ${String(status)}: ${response.request().method()} ${pathname}`);
  }

  #onFailed(request: Request): void {
    const reason = request.failure()?.errorText ?? '';
    // A page that closes or moves on aborts what it was reading.
    if (this.#down || reason === 'net::ERR_ABORTED') return;
    this.#wrong.push(`failed with ${reason}: ${request.url()}`);
  }

  #onConsole(message: ConsoleMessage): void {
    const said = message.text();
    if (!['error', 'warning'].includes(message.type()) || NOISE.test(said)) return;
    if (this.#down && /ERR_|reconnect/i.test(said)) return;
    this.#wrong.push(`console ${message.type()}: ${said}`);
  }
}
