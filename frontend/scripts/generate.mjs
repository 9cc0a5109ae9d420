// Writes src/api/generated from the server's OpenAPI document, or from the preliminary one beside
// this folder while the server's has not been written yet.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const served = at('../../docs/reference/openapi.json');
const input = existsSync(served) ? served : at('../openapi.preliminary.json');

await createClient({
  input,
  output: { path: at('../src/api/generated') },
  logs: { level: 'silent' },
  // Streams take `after`, which is no page.
  parser: { pagination: { keywords: ['cursor'] } },
  plugins: [
    { name: '@hey-api/client-fetch', runtimeConfigPath: '../runtime-config', throwOnError: true },
    '@hey-api/typescript',
    { name: '@hey-api/sdk', responseStyle: 'data' },
    '@tanstack/react-query',
  ],
});
