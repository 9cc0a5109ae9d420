import type { Conversation, Session, User } from '../../src/api/generated';

export const PASSWORD = 'correct horse battery staple';

/** Who a test logs in as. */
export type Account = { email: string; password: string; name: string };

/** What a test arranges by HTTP, so that the page shows only what the test is about. */
export class Api {
  readonly #origin: string;
  readonly #token: string;
  readonly user: User;

  private constructor(origin: string, session: Session) {
    this.#origin = origin;
    this.#token = session.access_token;
    this.user = session.user;
  }

  /** Makes the first account, which owns the instance. */
  static async setUp(origin: string, account: Account): Promise<Api> {
    return new Api(origin, await call<Session>(origin, 'POST', '/auth/register', account));
  }

  static async logIn(origin: string, { email, password }: Account): Promise<Api> {
    return new Api(origin, await call<Session>(origin, 'POST', '/auth/login', { email, password }));
  }

  /** Makes another account and answers how it logs in. */
  async createUser(name: string, role: User['role'] = 'member'): Promise<Account> {
    const account = { name, email: `${crypto.randomUUID()}@example.com`, password: PASSWORD };
    await this.post('/users', { ...account, role });
    return account;
  }

  /** Connects the scripted vendor for everybody. */
  async connectVendor(baseUrl: string): Promise<void> {
    const vendor = { kind: 'openai_compatible', name: 'Scripted', base_url: baseUrl, scope: 'system' };
    await this.post('/connections', { ...vendor, api_key: 'sk-e2e-0123456789' });
  }

  async createConversation(title?: string): Promise<Conversation> {
    return this.post<Conversation>('/conversations', title === undefined ? {} : { title });
  }

  /** Asks and waits for the whole answer: the stream ends with it. */
  async ask(conversationId: string, text: string): Promise<void> {
    const body = { action: 'send', input: { text } };
    const path = `/conversations/${conversationId}/runs`;
    await (await this.#send('POST', path, body, { accept: 'text/event-stream' })).text();
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.#send('GET', path)).json()) as T;
  }

  async post<T>(path: string, body?: unknown): Promise<T> {
    return (await (await this.#send('POST', path, body)).json()) as T;
  }

  async put<T>(path: string, body: unknown): Promise<T> {
    return (await (await this.#send('PUT', path, body)).json()) as T;
  }

  async patch<T>(path: string, body: unknown): Promise<T> {
    return (await (await this.#send('PATCH', path, body)).json()) as T;
  }

  async delete(path: string): Promise<void> {
    await this.#send('DELETE', path);
  }

  #send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return send(this.#origin, method, path, body, { ...headers, authorization: `Bearer ${this.#token}` });
  }
}

async function call<T>(origin: string, method: string, path: string, body: unknown): Promise<T> {
  return (await (await send(origin, method, path, body)).json()) as T;
}

async function send(
  origin: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const json = body === undefined ? {} : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${origin}/api/v1${path}`, { method, headers, ...json });
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
  return answer;
}
