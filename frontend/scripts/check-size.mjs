// Fails the build when the JavaScript that the chat's first load needs exceeds its budget.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Budget in bytes after gzip, from docs: main JavaScript at first load. */
const BUDGET_BYTES = 250_000;
const ENTRIES = ['index.html', 'src/app/layout/app-layout.tsx', 'src/features/chat/components/chat-screen.tsx'];

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

let failed = false;
for (const entry of ENTRIES) {
  visit(entry);
  const files = [...needed].filter((file) => file.endsWith('.js'));
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, 0);
  console.log(`first load up to ${entry}: ${(bytes / 1000).toFixed(0)} kB gzip in ${files.length} files`);
  failed ||= bytes > BUDGET_BYTES;
}
if (failed) {
  console.error(`more than the budget of ${BUDGET_BYTES / 1000} kB`);
  process.exit(1);
}
