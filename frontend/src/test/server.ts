import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** Answers in place of the server. A call that no handler expects fails the test. */
export const server = setupServer();

/** Starts the server for the tests of a file. */
export function startServer() {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
}
