import type { GrammarState, HighlighterCore } from 'shiki/core';
import { THEME, type Grammar } from './highlighter';

/** A piece of code in one colour. */
export interface CodeSpan {
  text: string;
  color: string | undefined;
}

/** Highlights a code that grows, reading each finished line once. */
export type HighlightCode = (code: string) => CodeSpan[];

/** Makes the highlighter of one code block; it remembers the lines that can no longer change. */
export function createHighlightCode(highlighter: HighlighterCore, grammar: Grammar): HighlightCode {
  let done = { code: '', spans: [] as CodeSpan[], state: undefined as GrammarState | undefined };

  const read = (code: string, state: GrammarState | undefined) =>
    highlighter.codeToTokensBase(code, { lang: grammar, theme: THEME, grammarState: state });

  return (code) => {
    if (!code.startsWith(done.code)) done = { code: '', spans: [], state: undefined };
    const lineStart = code.lastIndexOf('\n') + 1;
    const fresh = code.slice(done.code.length, lineStart);
    if (fresh !== '') {
      const tokens = read(fresh.slice(0, -1), done.state);
      const spans = [...done.spans, ...merge(tokens), { text: '\n', color: undefined }];
      done = { code: code.slice(0, lineStart), spans, state: highlighter.getLastGrammarState(tokens) };
    }
    const rest = code.slice(lineStart);
    return rest === '' ? done.spans : [...done.spans, ...merge(read(rest, done.state))];
  };
}

/** Neighbours of one colour become one element, which halves the size of the page. */
function merge(lines: { content: string; color?: string }[][]): CodeSpan[] {
  const spans: CodeSpan[] = [];
  lines.forEach((line, index) => {
    if (index > 0) add(spans, '\n', undefined);
    line.forEach(({ content, color }) => add(spans, content, color));
  });
  return spans;
}

function add(spans: CodeSpan[], text: string, color: string | undefined): void {
  const last = spans.at(-1);
  if (last !== undefined && (last.color === color || text.trim() === '')) last.text += text;
  else spans.push({ text, color });
}
