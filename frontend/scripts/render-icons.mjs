// Draws public/icons from public/favicon.svg with the system's Chromium. Run it when the mark changes.
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const at = (path) => fileURLToPath(new URL(`../public/${path}`, import.meta.url));
const svg = readFileSync(at('favicon.svg'), 'utf8');
// Systems cut their own corners out of these, so the ground reaches the edge and the mark shrinks.
const full = svg.replace('rx="15"', '').replace(/(<path)(.*)(<\/svg>)/, '<g transform="translate(8 8) scale(0.75)">$1$2</g>$3');

const ICONS = [
  { name: 'icon-192.png', size: 192, source: svg },
  { name: 'icon-512.png', size: 512, source: svg },
  { name: 'icon-maskable-512.png', size: 512, source: full },
  { name: 'apple-touch-icon.png', size: 180, source: full },
];

mkdirSync(at('icons'), { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.PALLIUM_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const { name, size, source } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<body style="margin:0">${source.replace('<svg', `<svg width="${size}" height="${size}" style="display:block"`)}`);
  await page.screenshot({ path: at(`icons/${name}`), omitBackground: true });
  await page.close();
}
await browser.close();
