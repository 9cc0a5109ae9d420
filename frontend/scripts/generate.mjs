// Writes src/api/generated from the server's OpenAPI document.
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

await createClient({
  input: at('../../docs/reference/openapi.json'),
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
