// What only this browser knows while the page is open, and what the parts of the shell are given beyond `Page`.
import type { Memory } from './memory.ts';
import type { Local, Page } from './page.ts';
import type { Answer, Json } from './protocol.ts';
import type { Times } from './times.ts';

/** A lead as the form shows it at first. */
export type Example = Readonly<Record<string, string>>;

export interface ShellLocal extends Local {
  /** The person acted as. The screen follows a moment later. */
  as: string;
  /** The read mark when the channel was opened: the "New" line stands after it. */
  newFrom: string | null;
  /** The key of the message that a link led to, for a moment. */
  highlighted: string | null;
  /** Texts not sent yet, by channel and thread. */
  drafts: Map<string, string>;
  /** Which of the offered commands is chosen in the composer with that key. */
  offered: { composer: string; index: number } | null;
  /** What the live region says. */
  said: string;
  /** A short sentence shown for a moment at the bottom, and read aloud. */
  notice: string | null;
  isLost: boolean;
  /** Until then, by `performance.now()`, lists go to their end when a screen comes: this person has written or sent something. */
  followsUntil: number;
  /** The form "Send a lead": its values at first, and what came of the last try. */
  example: Example;
  leadAnswer: Answer | null;
}

export interface Visit extends Page {
  readonly local: ShellLocal;
  readonly memory: Memory;
  readonly times: Times;
  /** The workspace's clock now, in epoch milliseconds. */
  now(): number;
  become(person: string): void;
  open(channel: string): void;
  openHome(): void;
  openThread(ts: string): void;
  closeThread(): void;
  /** Back to the list of channels, on a phone. */
  back(): void;
  notify(sentence: string): void;
  sendLead(lead: Json): void;
}

export function createLocal(as: string): ShellLocal {
  return {
    shows: 'channel',
    channel: '',
    thread: null,
    menu: null,
    dialog: null,
    complaint: null,
    errors: {},
    waiting: 0,
    as,
    newFrom: null,
    highlighted: null,
    drafts: new Map(),
    offered: null,
    said: '',
    notice: null,
    isLost: false,
    followsUntil: 0,
    example: {},
    leadAnswer: null,
  };
}
