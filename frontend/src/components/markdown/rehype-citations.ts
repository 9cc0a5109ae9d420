/** A node of the tree that a text is parsed to, as far as citations matter. */
interface Node {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** `[1]`, `[1, 2]` and `[1][2]`; a footnote or a link is something else by now. */
const CITATION = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;

/** Where brackets mean something else. */
const LEFT_ALONE = ['a', 'code', 'pre'];

/** Turns numbers in square brackets into `cite` elements, one for each number. */
export function rehypeCitations() {
  return visit;
}

function visit(node: Node): void {
  if (node.children === undefined || LEFT_ALONE.includes(node.tagName ?? '') || isMath(node)) return;
  node.children = node.children.flatMap((child) => {
    if (child.type === 'text') return split(child.value ?? '');
    visit(child);
    return [child];
  });
}

function split(text: string): Node[] {
  const nodes: Node[] = [];
  let at = 0;
  for (const match of text.matchAll(CITATION)) {
    if (match.index > at) nodes.push({ type: 'text', value: text.slice(at, match.index) });
    for (const number of (match[1] ?? '').split(',')) nodes.push(citation(number.trim()));
    at = match.index + match[0].length;
  }
  if (at < text.length || nodes.length === 0) nodes.push({ type: 'text', value: text.slice(at) });
  return nodes;
}

function citation(number: string): Node {
  return { type: 'element', tagName: 'cite', properties: { dataNumber: number }, children: [{ type: 'text', value: `[${number}]` }] };
}

function isMath({ properties }: Node): boolean {
  const name = properties?.className;
  return Array.isArray(name) && name.some((one) => String(one).startsWith('katex') || String(one).startsWith('math'));
}
