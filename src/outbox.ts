// The outbox as flows know it: everything that has to be done outside, and what became of it.
import type { NewEntry } from './domain/consequences.ts';

export type EntryState = 'pending' | 'sending' | 'sent' | 'retry' | 'ambiguous' | 'dead';

/** One thing to be done, with what became of it. */
export interface Entry extends NewEntry {
  readonly id: string;
  readonly workspaceId: string;
  readonly state: EntryState;
  /** Bumped by each request for the same key; a delivery counts for the revision that it rendered. */
  readonly revision: number;
  readonly attempt: number;
  /** When the attempt in doubt began. */
  readonly startedAt: number | null;
  /** Where the message stands, once it does. */
  readonly channel: string | null;
  readonly ts: string | null;
  /** How many times this message was posted anew because somebody deleted it. */
  readonly generation: number;
  /** Looked up in vain: the next post says that it may be a duplicate. */
  readonly isDoubtful: boolean;
  readonly error: string | null;
}

export interface Delivered {
  readonly entryId: string;
  readonly revision: number;
  readonly channel: string;
  readonly ts: string;
}

/** What the worker writes about an attempt that did not end in a message. */
export interface EntryUpdate {
  readonly state: 'pending' | 'retry' | 'ambiguous' | 'dead' | 'sent';
  readonly dueAt?: number;
  readonly error?: string | null;
  readonly attempt?: number;
  readonly isDoubtful?: boolean;
  readonly lane?: string;
  /** Forget where it stood and count a generation: it will be posted anew. */
  readonly isRepost?: true;
  /** Changes nothing once the entry stands, is on its way or in doubt: somebody else may have taken it meanwhile. */
  readonly isOnlyIfWaiting?: true;
}

export interface OutboxCounts {
  readonly byState: Readonly<Record<EntryState, number>>;
  /** When the oldest unfinished entry fell due. */
  readonly oldestDueAt: number | null;
}

/** Where messages wait. Lanes are channels; posts and edits of one lane go separately. */
export interface Outbox {
  /** Adds or renews entries outside of a lead's commit (alerts, summaries). */
  enqueue(workspaceId: string, entries: readonly NewEntry[]): Promise<void>;
  /** Lanes that have something unfinished, with the earliest due time of each. */
  lanes(workspaceId: string): Promise<readonly { readonly lane: string; readonly dueAt: number }[]>;
  /**
   * Takes the next due entry of a lane and marks it `sending`: `post` = not standing yet, `edit` = standing.
   * Keeps order within a lead, waits for `after`, passes over what is not due. `null` when there is nothing.
   */
  take(workspaceId: string, lane: string, what: 'post' | 'edit', now: number): Promise<Entry | null>;
  /** The message stands (or its edit does): done, unless asked for again meanwhile. */
  delivered(workspaceId: string, delivered: Delivered): Promise<void>;
  update(workspaceId: string, entryId: string, update: EntryUpdate): Promise<void>;
  byKey(workspaceId: string, key: string): Promise<Entry | null>;
  /** The last in the order of keys of those that begin so. */
  lastOf(workspaceId: string, keyPrefix: string): Promise<Entry | null>;
  /** A message about many is about to name these leads. */
  name(workspaceId: string, key: string, leadIds: readonly string[]): Promise<void>;
  /** Entries about many whose message names this lead. */
  naming(workspaceId: string, leadId: string): Promise<readonly Entry[]>;
  /** Every entry of a lead, oldest first. */
  ofLead(workspaceId: string, leadId: string): Promise<readonly Entry[]>;
  /** After a crash: what was being sent is in doubt. Edits go back to pending. Returns how many. */
  recover(workspaceId: string): Promise<number>;
  /** Entries that do not stand yet, in batches by id, so that their lane can be worked out again. */
  unsent(workspaceId: string, afterId: string | null, limit: number): Promise<readonly Entry[]>;
  counts(workspaceId: string): Promise<OutboxCounts>;
}
