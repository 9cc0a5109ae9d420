/** A part of a text that is read as one: a paragraph, a heading, a table, a block of code. */
export type TextBlock = { kind: 'heading' | 'table' | 'code' | 'text'; level: number; start: number; text: string };

/** A range of a text, in units of a string. */
export type Range = { start: number; end: number };

/**
 * Turns a range in characters, as the server counts them, into one in units of a string: what lies beyond the basic
 * plane is one character there and two units here.
 */
export function toUnits(text: string, { start, end }: Range): Range {
  if (!/[\ud800-\udbff]/.test(text)) return { start: Math.min(start, text.length), end: Math.min(end, text.length) };
  let characters = 0;
  let from = text.length;
  let to = text.length;
  for (let unit = 0; unit < text.length; characters++) {
    if (characters === start) from = unit;
    if (characters === end) {
      to = unit;
      break;
    }
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  }
  return { start: Math.min(from, to), end: to };
}

/** Cuts Markdown where its blocks end: at blank lines, outside of fences, and before headings. */
export function splitText(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let fence: string | null = null;
  let open: TextBlock | null = null;
  for (const { line, start } of lines(text)) {
    const mark: string | undefined = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null && open !== null) {
      open.text += line;
      if (mark?.startsWith(fence)) [fence, open] = [null, null];
      continue;
    }
    const level = /^(#{1,6})[ \t]/.exec(line)?.[1]?.length ?? 0;
    if (line.trim() === '') {
      open = null;
    } else if (open === null || level > 0 || open.kind === 'heading' || mark !== undefined) {
      open = { kind: kindOf(line, level, mark), level, start, text: line };
      blocks.push(open);
      if (mark !== undefined) fence = mark;
    } else {
      open.text += line;
    }
  }
  return blocks.map((block) => ({ ...block, text: block.text.replace(/\s+$/, '') }));
}

/** The pieces of a block before, in and after the marked range. */
export function cutAtMark({ start, text }: Pick<TextBlock, 'start' | 'text'>, mark: Range | null): { before: string; marked: string; after: string } {
  if (mark === null) return { before: text, marked: '', after: '' };
  const from = Math.min(Math.max(mark.start - start, 0), text.length);
  const to = Math.min(Math.max(mark.end - start, from), text.length);
  return { before: text.slice(0, from), marked: text.slice(from, to), after: text.slice(to) };
}

function kindOf(line: string, level: number, mark: string | undefined): TextBlock['kind'] {
  if (mark !== undefined) return 'code';
  if (level > 0) return 'heading';
  return /^\s*\|/.test(line) ? 'table' : 'text';
}

function* lines(text: string): Generator<{ line: string; start: number }> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline + 1;
    yield { line: text.slice(start, end), start };
    start = end;
  }
}
