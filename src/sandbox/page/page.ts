// What every part of the page is given: the screen, what only this browser knows, and how to act.
import type { Act, Answer, Screen } from './protocol.ts';

/** What only this browser knows. Change it, then call `redraw`. */
export interface Local {
  /** `list` = the sidebar, on a phone; elsewhere the channel is shown beside it. */
  shows: 'list' | 'channel' | 'home';
  channel: string;
  /** The ts of the open thread's first message. */
  thread: string | null;
  /** Which menu is open, by a name of its own. */
  menu: string | null;
  /** Which of the page's own dialogs is open. */
  dialog: 'lead' | null;
  /** The last thing that went wrong, in one sentence. */
  complaint: string | null;
  /** Sentences under the inputs of the modal on top, by block id. */
  errors: Readonly<Record<string, string>>;
  /** How many acts wait for their answer. */
  waiting: number;
}

export interface Page {
  readonly screen: Screen;
  readonly local: Local;
  /** Tells the server. A complaint or errors under fields are put into `local`. Never rejects. */
  act(act: Act): Promise<Answer>;
  redraw(): void;
  /** Goes to a channel, and to the thread that a message there belongs to. */
  goTo(channel: string, ts: string | null): void;
}
