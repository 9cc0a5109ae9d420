import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { rowWindow, type RowWindow } from './virtual-rows';

/** Rows drawn before the page has a layout, as in its first frame. */
const AT_FIRST: RowWindow = { first: 0, end: 24 };

/** Which rows of a list are near the view of what scrolls it. It is drawn again only when that changes. */
export function useVirtualRows(list: RefObject<HTMLElement | null>, count: number, height: number): RowWindow {
  const [window, setWindow] = useState(AT_FIRST);
  const last = useRef(window);
  const measure = useCallback(() => {
    const scroller = list.current?.closest('[data-scroller]');
    if (list.current === null || scroller == null || scroller.clientHeight === 0) return;
    const top = list.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    const next = rowWindow(top, scroller.clientHeight, height, count);
    if (next.first === last.current.first && next.end === last.current.end) return;
    last.current = next;
    setWindow(next);
  }, [list, count, height]);

  useLayoutEffect(() => {
    const scroller = list.current?.closest('[data-scroller]');
    if (scroller == null) return;
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
  }, [list, measure]);
  return { first: Math.min(window.first, count), end: Math.min(window.end, count) };
}
