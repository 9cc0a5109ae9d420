import type { CreateClientConfig } from './generated/client.gen';
import { authorizedFetch } from './authorized-fetch';

/** Read by the generated client when it is made: same origin, and failures are thrown. */
export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: window.location.origin,
  fetch: authorizedFetch,
  throwOnError: true,
});
