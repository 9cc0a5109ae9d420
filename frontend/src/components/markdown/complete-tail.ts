import { hasOpenFormula, type Block } from './split-blocks';

/**
 * What to draw for the block that is still being written, so that half of a mark-up does not show
 * and then jump: a table stands from its first row on, emphasis closes itself, a formula and a link
 * wait until they are whole,
 * and so does the end of a fence.
 */
export function completeTail(block: Block): string {
  if (block.kind === 'code') return block.closed ? block.raw : block.raw.replace(/\n {0,3}(?:`{1,2}|~{1,2})$/, '\n');
  if (hasOpenFormula(block)) return beforeOpenFormula(block.raw);
  if (block.kind === 'table') return block.raw;
  return completeTable(block.raw) ?? closeInline(block.raw.trimEnd());
}

function beforeOpenFormula(raw: string): string {
  return raw.slice(0, Math.max(raw.lastIndexOf('$$'), raw.lastIndexOf('\\[')));
}

/** A header row, or a header with half of its dividing row, becomes a table without rows. */
function completeTable(raw: string): string | null {
  const lines = raw.trimEnd().split('\n');
  const start = lines.findIndex((line) => line.trimStart().startsWith('|'));
  if (start < 0 || lines.length - start > 2) return null;
  const [header = '', divider] = lines.slice(start);
  if (divider !== undefined && !/^[\s|:-]*$/.test(divider)) return null;
  const columns = Math.max(1, cells(header).length);
  const rule = `|${' --- |'.repeat(columns)}`;
  return [...lines.slice(0, start), header, rule].join('\n');
}

function cells(row: string): string[] {
  return row.trim().replace(/^\||\|$/g, '').split('|');
}

/** Closes or holds back what the last line leaves open. */
function closeInline(raw: string): string {
  const at = raw.lastIndexOf('\n') + 1;
  return raw.slice(0, at) + closeLine(raw.slice(at));
}

function closeLine(line: string): string {
  if (/^\s*(?:[-*+]|\d+[.)]|#{1,6}|[-=_*]{1,}|>)\s*$/.test(line)) return '';
  const link = /!?\[[^\]]*(?:\]\([^)]*)?$/.exec(line);
  const text = link ? line.slice(0, link.index) + linkLabel(link[0]) : line;
  const ticks = (text.match(/`/g) ?? []).length;
  if (ticks % 2 === 1) return text.endsWith('`') ? text.slice(0, -1) : `${text}\``;
  return closeEmphasis(text);
}

/** The label of a link shows while its address is written; a picture shows when it is whole. */
function linkLabel(link: string): string {
  if (link.startsWith('!')) return '';
  return link.replace(/^\[/, '').replace(/\]\(.*$/, '').replace(/\]$/, '');
}

function closeEmphasis(line: string): string {
  const text = line.replace(/[*_~]+$/, (marks) => (isClosing(line, marks) ? marks : ''));
  const prose = text.replace(/`[^`]*`/g, '');
  return ['**', '~~'].reduce((closed, mark) => {
    const open = (prose.split(mark).length - 1) % 2 === 1;
    return open ? closed.trimEnd() + mark : closed;
  }, text);
}

/** Marks at the very end either close something, or have just been opened and say nothing yet. */
function isClosing(line: string, marks: string): boolean {
  const before = line.slice(0, -marks.length);
  return marks.length > 0 && before.includes(marks) && (before.split(marks).length - 1) % 2 === 1;
}
