/** What the gateway is asked in. */
export const DIALECTS = ['chat', 'responses', 'messages', 'embeddings'] as const;
export type Dialect = (typeof DIALECTS)[number];

const HELLO = [{ role: 'user', content: 'Say hello in five words.' }];

const REQUESTS: Record<Dialect, { path: string; headers: Record<string, string>; body: Record<string, unknown> }> = {
  chat: { path: '/v1/chat/completions', headers: {}, body: { messages: HELLO, stream: true } },
  responses: { path: '/v1/responses', headers: {}, body: { input: 'Say hello in five words.', stream: true } },
  messages: {
    path: '/v1/messages',
    headers: { 'anthropic-version': '2023-06-01' },
    body: { max_tokens: 1024, messages: HELLO, stream: true },
  },
  embeddings: { path: '/v1/embeddings', headers: {}, body: { input: 'Hello' } },
};

/** Where a dialect is spoken. */
export function pathOf(dialect: Dialect): string {
  return REQUESTS[dialect].path;
}

/** What travels beside the body. */
export function headersOf(dialect: Dialect): Record<string, string> {
  return { 'Content-Type': 'application/json', ...REQUESTS[dialect].headers };
}

/** A first request in a dialect. */
export function exampleBody(dialect: Dialect, model: string): string {
  return JSON.stringify({ model, ...REQUESTS[dialect].body }, null, 2);
}

/** The same body with another model; a body that is no JSON object stays as it is. */
export function withModel(body: string, model: string): string {
  const parsed = parseObject(body);
  return parsed === undefined ? body : JSON.stringify({ ...parsed, model }, null, 2);
}

/** The body as an object; `undefined` where it is none. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
