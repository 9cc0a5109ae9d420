import { withoutStyleElements } from './without-style-elements';

/** A diagram that was drawn, or whose source is wrong. */
export type Drawing = { status: 'drawn'; url: string; width: number; height: number } | { status: 'failed' };

/** Drawings are kept: a turn that leaves the page and comes back must not draw again. */
const drawings = new Map<string, Promise<Drawing>>();

/** The font in which labels are measured and drawn; both happen outside the page's style sheet. */
const FONT = 'system-ui, sans-serif';

let count = 0;

/** The end of the drawing before: the theme and the page's way to make elements hold for one at a time. */
let last: Promise<unknown> = Promise.resolve();

/** Draws a diagram, once per source and theme. */
export function drawDiagram(source: string, dark: boolean): Promise<Drawing> {
  const key = `${dark ? 'dark' : 'light'}\n${source}`;
  const known = drawings.get(key);
  if (known !== undefined) return known;
  const drawing = last.then(() => draw(source, dark)).catch((): Drawing => ({ status: 'failed' }));
  last = drawing;
  drawings.set(key, drawing);
  return drawing;
}

/**
 * The drawing becomes a picture, not a part of the page: nothing in it can run, and it has a style
 * element of its own, which the page's Content-Security-Policy forbids to the page.
 */
async function draw(source: string, dark: boolean): Promise<Drawing> {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    theme: dark ? 'dark' : 'neutral',
    suppressErrorRendering: true,
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    fontFamily: FONT,
  });
  const { result, rules } = await withoutStyleElements(() => mermaid.render(`diagram-${String(count++)}`, source));
  const [width, height] = sizeOf(result.svg);
  const picture = result.svg
    .replace(/<svg([^>]*?) width="[^"]*"/, `<svg$1 width="${String(width)}" height="${String(height)}"`)
    .replace(/<svg(?:"[^"]*"|[^">])*>/, (tag) => `${tag}<style>${escapeXml(rules)}</style>`);
  return { status: 'drawn', url: URL.createObjectURL(new Blob([picture], { type: 'image/svg+xml' })), width, height };
}

function sizeOf(svg: string): [number, number] {
  const [, , width = 600, height = 400] = (/viewBox="([^"]+)"/.exec(svg)?.[1] ?? '').split(/\s+/).map(Number);
  return [Math.ceil(width), Math.ceil(height)];
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
