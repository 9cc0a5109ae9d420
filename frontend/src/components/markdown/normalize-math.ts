/**
 * Brings the ways in which models write formulas to the one that the parser knows, `$$…$$`. A single
 * dollar begins a formula only under pandoc's rule, so that "$5 and $6" stays money. Code is left alone.
 */
export function normalizeMath(markdown: string): string {
  if (!/[$\\]/.test(markdown)) return markdown;
  return markdown
    .split(/(```[\s\S]*?(?:```|$)|`[^`\n]*`)/)
    .map((piece, index) => (index % 2 === 1 ? piece : normalizeProse(piece)))
    .join('');
}

function normalizeProse(text: string): string {
  return text
    .replace(/\\\[([\s\S]+?)\\\]/g, (_, formula: string) => display(formula))
    .replace(/^[ \t]*\$\$([^$\n]+)\$\$[ \t]*$/gm, (_, formula: string) => display(formula))
    .replace(/\\\((.+?)\\\)/g, (_, formula: string) => `$$${formula}$$`)
    .replace(/(?<![\\$\w])\$(?![\s$])([^$\n]*?[^\s\\$])\$(?![\d$])/g, (_, formula: string) => `$$${formula}$$`);
}

function display(formula: string): string {
  return `\n$$\n${formula.trim()}\n$$\n`;
}
