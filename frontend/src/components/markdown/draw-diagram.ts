/** A diagram that was drawn, or whose source is wrong. */
export type Drawing = { status: 'drawn'; url: string; width: number; height: number } | { status: 'failed' };

/** Drawings are kept: a turn that leaves the page and comes back must not draw again. */
const drawings = new Map<string, Promise<Drawing>>();

/** The font in which labels are measured and drawn; both happen outside the page's style sheet. */
const FONT = 'system-ui, sans-serif';

let count = 0;

/** Draws a diagram, once per source and theme. */
export function drawDiagram(source: string, dark: boolean): Promise<Drawing> {
  const key = `${dark ? 'dark' : 'light'}\n${source}`;
  const known = drawings.get(key);
  if (known !== undefined) return known;
  const drawing = draw(source, dark).catch((): Drawing => ({ status: 'failed' }));
  drawings.set(key, drawing);
  return drawing;
}

/**
 * The drawing becomes a picture, not a part of the page: nothing in it can run, and its own style
 * elements work although the page's Content-Security-Policy forbids them.
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
  const { svg } = await mermaid.render(`diagram-${String(count++)}`, source);
  const [width, height] = sizeOf(svg);
  const sized = svg.replace(/<svg([^>]*?) width="[^"]*"/, `<svg$1 width="${String(width)}" height="${String(height)}"`);
  return { status: 'drawn', url: URL.createObjectURL(new Blob([sized], { type: 'image/svg+xml' })), width, height };
}

function sizeOf(svg: string): [number, number] {
  const [, , width = 600, height = 400] = (/viewBox="([^"]+)"/.exec(svg)?.[1] ?? '').split(/\s+/).map(Number);
  return [Math.ceil(width), Math.ceil(height)];
}
