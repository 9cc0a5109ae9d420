// Fails the build when the JavaScript of a first load exceeds its budget. Bytes are counted after gzip.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What each step of a first load needs, everything before it included. The first is the main bundle. */
const BUDGETS = [
  { entry: 'index.html', bytes: 250_000 },
  { entry: 'src/app/layout/app-layout.tsx', bytes: 275_000 },
  { entry: 'src/features/chat/components/chat-screen.tsx', bytes: 300_000 },
];

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

for (const { entry, bytes: budget } of BUDGETS) {
  visit(entry);
  const files = [...needed].filter((file) => file.endsWith('.js'));
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, 0);
  console.log(`first load up to ${entry}: ${kilobytes(bytes)} of ${kilobytes(budget)} in ${files.length} files`);
  if (bytes > budget) {
    console.error(`${entry} needs more than its budget`);
    process.exitCode = 1;
  }
}
