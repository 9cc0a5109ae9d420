/** How near to the end still counts as being there, in pixels. */
const NEAR_END = 48;

/** Where the thread is scrolled to, and whether it follows what is being written. */
export interface ScrollFollow {
  following: boolean;
  top: number;
  height: number;
}

/** What the scroller measures. */
export interface ScrollMeasure {
  scrollTop: number;
  scrollHeight: number;
  clientHeight: number;
}

export const START_OF_FOLLOW: ScrollFollow = { following: true, top: 0, height: 0 };

/**
 * Follows only at the end. Text that grows moves the end away from under the reader and must not
 * count as leaving it: only moving up does, while the content has not become shorter.
 */
export function afterScroll(state: ScrollFollow, { scrollTop, scrollHeight, clientHeight }: ScrollMeasure): ScrollFollow {
  const distance = scrollHeight - clientHeight - scrollTop;
  const movedUp = scrollTop < state.top - 1 && scrollHeight >= state.height;
  const following = movedUp ? false : state.following || distance <= NEAR_END;
  return { following: following || distance <= 1, top: scrollTop, height: scrollHeight };
}

/** The reader asked for the end: by the button, or by a new question. */
export function jumpToEnd(state: ScrollFollow): ScrollFollow {
  return { ...state, following: true };
}
