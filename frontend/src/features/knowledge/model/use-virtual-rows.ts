import { useLayoutEffect, useState, type RefObject } from 'react';
import { rowWindow, type RowWindow } from './virtual-rows';

/** Rows drawn before the page has a layout, as in its first frame. */
const AT_FIRST: RowWindow = { first: 0, end: 24 };

/** Which rows of a list are near the view of what scrolls it. It is drawn again only when that changes. */
export function useVirtualRows(list: RefObject<HTMLElement | null>, count: number, height: number): RowWindow {
  const [seen, setSeen] = useState(AT_FIRST);

  useLayoutEffect(() => {
    const element = list.current;
    const scroller = element?.closest('[data-scroller]');
    if (element === null || scroller == null) return;
    const measure = () => {
      if (scroller.clientHeight === 0) return;
      const top = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      const next = rowWindow(top, scroller.clientHeight, height, count);
      setSeen((last) => (next.first === last.first && next.end === last.end ? last : next));
    };
    measure();
    scroller.addEventListener('scroll', measure, { passive: true });
    const resized = new ResizeObserver(measure);
    resized.observe(scroller);
    // What is above the list may grow and shrink: uploads that come and go.
    if (scroller.firstElementChild !== null) resized.observe(scroller.firstElementChild);
    return () => {
      scroller.removeEventListener('scroll', measure);
      resized.disconnect();
    };
  }, [list, count, height]);
  return { first: Math.min(seen.first, count), end: Math.min(seen.end, count) };
}
