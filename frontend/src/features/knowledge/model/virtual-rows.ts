/** Which rows of a long list are drawn: from `first` up to, and without, `end`. */
export type RowWindow = { first: number; end: number };

/** Rows drawn above and below what is seen, so that a key press or a quick turn of the wheel finds them. */
export const OVERSCAN = 8;

/**
 * The rows to draw of `count` rows of `height` pixels, of which the first is `top` pixels below the upper edge of a
 * view of `view` pixels; `top` is negative when it has been scrolled out.
 */
export function rowWindow(top: number, view: number, height: number, count: number): RowWindow {
  const firstSeen = Math.floor(-top / height);
  const endSeen = Math.ceil((view - top) / height);
  const first = clamp(firstSeen - OVERSCAN, count);
  return { first, end: Math.max(first, clamp(endSeen + OVERSCAN, count)) };
}

function clamp(row: number, count: number): number {
  return Math.min(Math.max(row, 0), count);
}
