import { toApiError } from './api-error';
import { client } from './generated/client.gen';

client.interceptors.error.use((thrown, response) =>
  // TanStack Query knows its own cancellation by this error.
  thrown instanceof DOMException && thrown.name === 'AbortError' ? thrown : toApiError(thrown, response?.status),
);

export { client };
export { ApiError, errorMessage, toApiError } from './api-error';
export { authorizedFetch } from './authorized-fetch';
export { refreshSession } from './refresh-session';
