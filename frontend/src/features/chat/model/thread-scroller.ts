import { wasAskedHere } from './asked-here';
import { afterScroll, jumpToEnd, START_OF_FOLLOW, type ScrollFollow } from './scroll-follow';
import { heldThread, readLatest, readNewer, readOlder } from './thread-cache';

/** How far before an edge more turns are read, in pixels. */
const READ_AHEAD = 800;

/** What was just drawn. */
export interface Drawn {
  first: string | undefined;
  newest: string | undefined;
  /** The run to show; `null` shows the end. */
  target: string | null;
  pending: boolean;
}

/**
 * Scrolls a thread: follows at the end, reads more at the edges, keeps the place when turns are put
 * in front. It lives beside React, since scrolling must not wait for a render.
 */
export class ThreadScroller {
  readonly #conversationId: string;
  readonly #listeners = new Set<() => void>();
  #element: HTMLElement | null = null;
  #follow: ScrollFollow = START_OF_FOLLOW;
  #drawn: Drawn | null = null;
  #anchor: { id: string; top: number } | null = null;
  #reading = false;

  constructor(conversationId: string) {
    this.#conversationId = conversationId;
  }

  /** For the scrolling element: listens to it and to the size of what is in it. */
  readonly attach = (element: HTMLElement | null): (() => void) | undefined => {
    if (element === null) return undefined;
    this.#element = element;
    element.addEventListener('scroll', this.#onScroll, { passive: true });
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(this.#onResize);
    observer?.observe(element);
    if (element.firstElementChild) observer?.observe(element.firstElementChild);
    return () => {
      observer?.disconnect();
      element.removeEventListener('scroll', this.#onScroll);
      this.#element = null;
    };
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly isFollowing = (): boolean => this.#follow.following;

  /** Goes to the end of the branch, which may have to be read first. */
  readonly jump = (): void => {
    if (!heldThread(this.#conversationId)?.has_after) return this.#toEnd();
    // The button stays when the read fails.
    void readLatest(this.#conversationId).then(() => requestAnimationFrame(() => this.#toEnd()), () => undefined);
  };

  /** After each drawing: the first look, a new question at the top, or the place that was kept. */
  afterDraw(drawn: Drawn): void {
    const before = this.#drawn;
    this.#drawn = drawn;
    const asked = drawn.newest !== before?.newest && drawn.newest !== undefined && wasAskedHere(drawn.newest);
    if (drawn.target !== null && drawn.target !== before?.target) this.#showTarget(drawn.target);
    else if (before === null || asked || (drawn.pending && !before.pending)) this.#toEnd();
    else if (drawn.first !== before.first) this.#restorePlace();
  }

  readonly #onScroll = (): void => {
    if (this.#element === null) return;
    this.#set(afterScroll(this.#follow, this.#element));
    this.#readAtEdges(this.#element);
  };

  readonly #onResize = (): void => {
    if (this.#element === null) return;
    if (this.#follow.following) this.#element.scrollTop = this.#element.scrollHeight;
    this.#readAtEdges(this.#element);
  };

  #set(follow: ScrollFollow): void {
    const changed = follow.following !== this.#follow.following;
    this.#follow = follow;
    if (changed) this.#listeners.forEach((listener) => listener());
  }

  #toEnd(): void {
    this.#set(jumpToEnd(this.#follow));
    if (this.#element) this.#element.scrollTop = this.#element.scrollHeight;
  }

  #showTarget(runId: string): void {
    const element = this.#find(runId);
    if (element === null) return;
    this.#set({ ...this.#follow, following: false });
    element.scrollIntoView({ block: 'start' });
    element.classList.add('jumped-to');
  }

  #readAtEdges({ scrollTop, scrollHeight, clientHeight }: HTMLElement): void {
    const window = heldThread(this.#conversationId);
    if (window?.has_before && scrollTop < READ_AHEAD) void this.#read(readOlder);
    else if (window?.has_after && scrollHeight - clientHeight - scrollTop < READ_AHEAD) void this.#read(readNewer);
  }

  /** One read at a time. One that fails is tried again with the next scroll. */
  async #read(more: (conversationId: string) => Promise<void>): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    await more(this.#conversationId).catch(() => undefined);
    this.#notePlace();
    this.#reading = false;
  }

  /** Where the first turn in view is, before others are drawn in front of it. */
  #notePlace(): void {
    const edge = this.#element?.getBoundingClientRect().top ?? 0;
    const turns = [...(this.#element?.querySelectorAll<HTMLElement>('[data-run]') ?? [])];
    const seen = turns.find((turn) => turn.getBoundingClientRect().bottom > edge);
    const id = seen?.dataset.run?.split(' ')[0];
    if (seen !== undefined && id !== undefined) this.#anchor = { id, top: seen.getBoundingClientRect().top };
  }

  #restorePlace(): void {
    const anchor = this.#anchor;
    this.#anchor = null;
    if (anchor === null || this.#element === null) return;
    const top = this.#topOf(anchor.id);
    if (!Number.isNaN(top)) this.#element.scrollTop += top - anchor.top;
  }

  #find(runId: string): HTMLElement | null {
    return this.#element?.querySelector<HTMLElement>(`[data-run~="${CSS.escape(runId)}"]`) ?? null;
  }

  #topOf(runId: string): number {
    return this.#find(runId)?.getBoundingClientRect().top ?? NaN;
  }
}
