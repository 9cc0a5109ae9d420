// Fails the build when the JavaScript of a first load exceeds its budget. Bytes are counted after gzip.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What a first load may need: the page, its layout and an empty chat. After gzip. */
const BYTES_MAX = 250_000;

/** The steps of a first load; each needs everything before it too. */
const STEPS = ['index.html', 'src/app/layout/app-layout.tsx', 'src/features/chat/components/chat-screen.tsx'];

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'));

const needed = new Set();
const visit = (key) => {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`the build has no chunk ${key}`);
  if (needed.has(chunk.file)) return;
  needed.add(chunk.file);
  chunk.imports?.forEach(visit);
};

const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;

for (const entry of STEPS) {
  visit(entry);
  const files = [...needed].filter((file) => file.endsWith('.js'));
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, 0);
  console.log(`first load up to ${entry}: ${kilobytes(bytes)} of ${kilobytes(BYTES_MAX)} in ${files.length} files`);
  if (bytes > BYTES_MAX) {
    console.error(`${entry} needs more than its budget`);
    process.exitCode = 1;
  }
}
