// Where focus goes when the control that had it vanishes: to the same card, or to the list or page in which it stood.

/** A place on the page that outlives the controls in it. */
export interface Standpoint {
  /** The id of the message, such as `channel-1795.000100`. */
  readonly message: string | null;
  /** The name of the list or page. */
  readonly pane: string;
}

/** Where an element stands; `null` outside of all lists and pages. */
export function standpointOf(element: Element | null): Standpoint | null {
  const pane = element?.closest<HTMLElement>('[data-pane]')?.dataset['pane'];
  return pane === undefined ? null : { message: element?.closest('article')?.id ?? null, pane };
}

/** Whether nothing that can be seen has focus: for a moment, a dialog that was closed still has it. */
function isNowhere(): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body || focused.closest('dialog:not([open])') !== null;
}

/** Gives focus to the first button of that card, to the card, or to what it stood in, unless something has focus. */
export function returnFocus({ message, pane }: Standpoint): void {
  if (!isNowhere()) return;
  const card = message === null ? null : document.getElementById(message);
  const around = [...document.querySelectorAll<HTMLElement>('[data-pane]')].find((one) => one.dataset['pane'] === pane);
  const next = card?.querySelector<HTMLElement>('.block-button:enabled') ?? card ?? around;
  next?.focus({ preventScroll: true });
}

/** Looks before a drawing; what it gives back is called after it. */
export function keepFocus(): () => void {
  const focused = document.activeElement;
  const standpoint = standpointOf(focused);
  return () => {
    if (standpoint === null || !isNowhere()) return;
    // What was moved, not taken away, has lost it as well.
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
    returnFocus(standpoint);
  };
}
