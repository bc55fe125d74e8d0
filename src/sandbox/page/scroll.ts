// Where lists stand: at the newest while the reader is there, and nowhere else than where the reader left them.

const NEAR_PIXELS = 48;
const GAP_PIXELS = 8;

/** How a list stood when it was last seen. */
interface Standing {
  /** What was listed: the same element shows other channels, too. */
  readonly pane: string;
  readonly top: number;
  readonly newest: string;
  readonly isAtEnd: boolean;
  /** Where it waits, at its end but for what came while a menu was open in it; `null` = it does not. */
  readonly heldAt: number | null;
}

/** To be called before each drawing; what it gives back is called after it. With `goesToEnd`, lists go to their newest message. */
export type KeepScroll = (goesToEnd: boolean) => () => void;

export function createScroll(root: ParentNode): KeepScroll {
  const standings = new WeakMap<HTMLElement, Standing>();

  const look = (element: HTMLElement): void => {
    const known = standings.get(element);
    if (!isSeen(element) || known === undefined || known.pane !== paneOf(element)) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const isHeld = known.heldAt === scrollTop;
    const isAtEnd = isHeld || scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
    standings.set(element, { ...known, top: scrollTop, isAtEnd, heldAt: isHeld ? scrollTop : null });
  };

  const stand = (element: HTMLElement, wasSeen: boolean, goesToEnd: boolean): void => {
    // On a phone, what is not shown cannot be scrolled: it keeps its place until it is.
    if (!isSeen(element)) return;
    const known = standings.get(element);
    const pane = paneOf(element);
    const newest = newestIn(element)?.id ?? '';
    if (known === undefined || known.pane !== pane) {
      startOf(element);
      standings.set(element, { pane, top: element.scrollTop, newest, isAtEnd: false, heldAt: null });
      return;
    }
    if (!wasSeen) element.scrollTop = known.top;
    const hasNew = newest !== known.newest;
    const follows = element.dataset['starts'] !== 'top' && (known.isAtEnd || (goesToEnd && hasNew));
    // A list does not move away below an open menu. It catches up afterwards, unless the reader has moved it by then.
    const isHeld = follows && element.querySelector(':popover-open') !== null;
    if (follows && !isHeld) {
      if (hasNew) showNewest(element);
      else element.scrollTop = element.scrollHeight;
    }
    // While it is held, what came meanwhile is still to be shown.
    standings.set(element, { ...known, newest: isHeld ? known.newest : newest, heldAt: isHeld ? element.scrollTop : null });
  };

  return (goesToEnd) => {
    const seen = new Set(panesIn(root).filter(isSeen));
    for (const element of panesIn(root)) look(element);
    return () => {
      for (const element of panesIn(root)) stand(element, seen.has(element), goesToEnd);
    };
  };
}

/** The end of a list, or the beginning of its newest message where that is higher than the list. */
export function showNewest(element: HTMLElement): void {
  element.scrollTop = element.scrollHeight;
  const newest = newestIn(element);
  if (newest !== null) scrollUpTo(element, newest, GAP_PIXELS);
}

export function newestIn(element: HTMLElement): HTMLElement | null {
  return [...element.querySelectorAll('article')].at(-1) ?? null;
}

function panesIn(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-pane]')];
}

function paneOf(element: HTMLElement): string {
  return element.dataset['pane'] ?? '';
}

function isSeen(element: HTMLElement): boolean {
  return element.clientHeight > 0;
}

/** A list that has just been opened: the first unread message near the top, or the newest at the bottom. */
function startOf(element: HTMLElement): void {
  if (element.dataset['starts'] === 'top') {
    element.scrollTop = 0;
    return;
  }
  showNewest(element);
  const line = element.querySelector('.divider-new');
  if (line !== null) scrollUpTo(element, line, NEAR_PIXELS);
}

/** Scrolls up until it is seen, that far below the upper edge. Never scrolls down. */
function scrollUpTo(element: HTMLElement, inside: Element, pixels: number): void {
  const above = inside.getBoundingClientRect().top - element.getBoundingClientRect().top - pixels;
  if (above < 0) element.scrollTop += above;
}
