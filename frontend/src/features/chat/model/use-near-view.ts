import { useEffect, useState, type RefObject } from 'react';

/** How far outside the view a turn stays drawn. */
const MARGIN = '1500px 0px';

/** Whether an element is near the view, and how high it was when it left. */
export function useNearView(ref: RefObject<HTMLElement | null>): { near: boolean; height: number } {
  const [state, setState] = useState({ near: true, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (element === null || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (entry === undefined) return;
        // What is being typed into must not be taken away.
        const near = entry.isIntersecting || element.contains(document.activeElement);
        setState((old) => (old.near === near ? old : { near, height: entry.boundingClientRect.height }));
      },
      { root: element.closest('[role="log"]'), rootMargin: MARGIN },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return state;
}
