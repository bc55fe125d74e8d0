// What a workspace writes down besides its leads: one append-only book, read by topic.
import type { NewEntry } from './domain/consequences.ts';

/**
 * What a line is about. A topic with several subjects keeps a story for each, such as for each term: agreements of both sides, money spent,
 * answers to what prospects asked, what marketing changed, shared targets, what marketing expects of an action.
 */
export type LedgerTopic = 'definition' | 'term' | 'spend' | 'answer' | 'change' | 'target' | 'expectation';

export interface NewLine {
  readonly id: string;
  readonly topic: LedgerTopic;
  /** `''` where a topic has only one. */
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Slack user id, or `system`. */
  readonly by: string;
  /** As its topic shapes it; plain JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface LedgerLine extends NewLine {
  readonly seq: number;
}

export interface Ledger {
  /**
   * Adds a line, and the work that follows from it, all or nothing. `after` is the sequence number of the last line of its topic
   * and subject on which it was decided, 0 where there was none. @throws Conflict when somebody wrote there meanwhile
   */
  append(workspaceId: string, line: NewLine, after: number, entries: readonly NewEntry[]): Promise<void>;
  /** Oldest first; of every subject where none is named. */
  read(workspaceId: string, topic: LedgerTopic, subject?: string): Promise<readonly LedgerLine[]>;
}
