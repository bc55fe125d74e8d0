// Where lists stand: at the newest while the reader is there, and nowhere else than where the reader left them.

const NEAR_PIXELS = 48;

interface Standing {
  readonly pane: string;
  readonly isAtEnd: boolean;
}

function panesIn(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-pane]')];
}

function paneOf(element: HTMLElement): string {
  return element.dataset['pane'] ?? '';
}

/** Looks before a drawing; what it gives back is called after it. */
export function keepScroll(root: ParentNode, goesToEnd: boolean): () => void {
  const before: readonly Standing[] = panesIn(root).map((element) => ({
    pane: paneOf(element),
    // A list that is not shown, on a phone, has no height and counts as at its end.
    isAtEnd: goesToEnd || element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PIXELS,
  }));
  return () => {
    for (const element of panesIn(root)) {
      const known = before.find(({ pane }) => pane === paneOf(element));
      if (known === undefined) startOf(element);
      else if (known.isAtEnd && element.dataset['starts'] !== 'top') element.scrollTop = element.scrollHeight;
    }
  };
}

/** A list that has just been opened: the first unread message near the top, or the newest at the bottom. */
function startOf(element: HTMLElement): void {
  if (element.dataset['starts'] === 'top') {
    element.scrollTop = 0;
    return;
  }
  element.scrollTop = element.scrollHeight;
  const line = element.querySelector('.divider-new');
  if (line === null) return;
  const above = line.getBoundingClientRect().top - element.getBoundingClientRect().top - NEAR_PIXELS;
  if (above < 0) element.scrollTop += above;
}
