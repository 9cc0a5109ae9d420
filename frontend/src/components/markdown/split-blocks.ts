import { marked } from 'marked';

/** One top-level block of a text: what is parsed and drawn, and redrawn only when it changes. */
export interface Block {
  raw: string;
  kind: 'code' | 'table' | 'other';
  /** Whether more text can no longer change it. */
  closed: boolean;
}

/** A text with its blocks, to go on from when the text grows. */
export interface SplitText {
  text: string;
  blocks: Block[];
}

export const NO_BLOCKS: SplitText = { text: '', blocks: [] };

/**
 * Splits a text into blocks. Where it continues `before`, only the last two blocks are read again,
 * so that a long answer costs the same per token at its end as at its beginning.
 */
export function splitBlocks(text: string, before: SplitText = NO_BLOCKS): SplitText {
  if (text === before.text) return before;
  const kept = before.blocks.slice(0, -2);
  const beginning = kept.map(({ raw }) => raw).join('');
  if (!text.startsWith(beginning)) return { text, blocks: lex(text) };
  return { text, blocks: [...kept, ...lex(text.slice(beginning.length))] };
}

function lex(text: string): Block[] {
  const blocks = marked.lexer(text, { gfm: true }).reduce<Block[]>(collect, []);
  const last = blocks.at(-1);
  if (last !== undefined) last.closed = last.kind === 'code' && hasClosingFence(last.raw);
  return blocks;
}

/** Space belongs to the block before it; a formula that a blank line divides is put together again. */
function collect(blocks: Block[], token: { type: string; raw: string }): Block[] {
  const last = blocks.at(-1);
  if (last !== undefined && (token.type === 'space' || hasOpenFormula(last))) {
    last.raw += token.raw;
    return blocks;
  }
  blocks.push({ raw: token.raw, kind: kindOf(token.type), closed: true });
  return blocks;
}

function kindOf(type: string): Block['kind'] {
  return type === 'code' || type === 'table' ? type : 'other';
}

/** Whether a `$$` or `\[` of the block waits for its end. */
export function hasOpenFormula({ raw, kind }: Pick<Block, 'raw' | 'kind'>): boolean {
  if (kind === 'code' || !/\$\$|\\\[/.test(raw)) return false;
  const text = raw.replace(/(`+)[^`]*\1/g, '');
  const dollars = text.split('$$').length - 1;
  return dollars % 2 === 1 || text.lastIndexOf('\\[') > text.lastIndexOf('\\]');
}

/** Whether a fenced block has its closing fence; an indented one has none and needs none. */
export function hasClosingFence(raw: string): boolean {
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(raw)?.[1];
  if (fence === undefined) return true;
  return new RegExp(`\\n {0,3}${fence}[\`~]*[ \\t]*\\n*$`).test(raw);
}
