// The glossary: what flows need of the outside, said in domain words. Adapters implement these; flows know nothing else.
import type { EntryKind, NewEntry } from './domain/consequences.ts';
import type { EventText } from './domain/decide.ts';
import type { Lead, LeadEvent, LeadState } from './domain/lead.ts';
import type { PersonFacts } from './domain/roles.ts';
import type { Settings } from './domain/settings.ts';

// ---------------------------------------------------------------- leads

/** Who a lead is: everything personal, in one row that can be blanked. */
export interface Profile {
  readonly name: string | null;
  /** As written; the card links it only where `isEmailValid`. */
  readonly email: string | null;
  readonly phone: string | null;
  readonly title: string | null;
  readonly company: string | null;
  readonly domain: string | null;
  readonly employees: number | null;
  readonly industry: string | null;
  readonly country: string | null;
  readonly url: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly isEmailValid: boolean;
  readonly isPhoneValid: boolean;
}

/** A lead as it came from a source, checked and normalised. Instants are epoch milliseconds. */
export interface NewLead {
  readonly externalId: string | null;
  readonly profile: Profile;
  /** For matching only: lower case, punycode, Gmail dots and plus removed; `null` where not valid. */
  readonly emailKey: string | null;
  /** E.164; `null` where not valid. */
  readonly phoneKey: string | null;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly action: string | null;
  readonly score: number | null;
  readonly message: string | null;
  readonly occurredAt: number | null;
  readonly isTest: boolean;
}

/** What a new enquiry can be recognised by. */
export interface Identity {
  readonly source: string | null;
  readonly externalId: string | null;
  readonly emailKey: string | null;
  readonly phoneKey: string | null;
  readonly isTest: boolean;
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null;
}

/** Tested in this order: key, externalId, person. */
export type Match =
  | { readonly by: 'key'; readonly leadId: string; readonly isSameBody: boolean }
  | { readonly by: 'externalId'; readonly leadId: string }
  | { readonly by: 'person'; readonly leadId: string }
  | { readonly by: 'nothing' };

/** A stored lead: its folded state, its words, its log. */
export interface LeadRecord {
  readonly lead: Lead;
  readonly profile: Profile;
  /** Oldest first, with the sequence numbers that the store gave. */
  readonly events: readonly (LeadEvent & { readonly seq: number })[];
  /** Words by event id. */
  readonly texts: ReadonlyMap<string, EventText>;
  readonly externalIds: readonly { readonly source: string; readonly externalId: string }[];
}

/** One write: events, the new state and everything that must happen because of it, all or nothing. */
export interface Change {
  readonly workspaceId: string;
  /** The lead after the events; its version minus the events' count is what the store must hold now, else Conflict. */
  readonly lead: Lead;
  readonly events: readonly LeadEvent[];
  readonly texts?: ReadonlyMap<string, EventText>;
  /** The whole profile, when it is new or changed. */
  readonly profile?: Profile;
  /** Names under which the lead can be recognised from now on. A name taken meanwhile is a Conflict. */
  readonly identity?: Identity;
  readonly entries: readonly NewEntry[];
  /** The id of the click or submission behind it: a second commit with the same one is `AlreadyDone`. */
  readonly requestId?: string;
  /** The delivery that this commit records. */
  readonly delivered?: Delivered;
}

/** A row of a list: enough to find the record. */
export interface LeadRow {
  readonly leadId: string;
  readonly handoffId: string;
  readonly state: LeadState;
  readonly owner: string | null;
  readonly openedAt: number;
}

// ---------------------------------------------------------------- the outbox

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
  /** Every entry of a lead, oldest first. */
  ofLead(workspaceId: string, leadId: string): Promise<readonly Entry[]>;
  /** After a crash: what was being sent is in doubt. Edits go back to pending. Returns how many. */
  recover(workspaceId: string): Promise<number>;
  /** Entries that do not stand yet, in batches by id, so that their lane can be worked out again. */
  unsent(workspaceId: string, afterId: string | null, limit: number): Promise<readonly Entry[]>;
  counts(workspaceId: string): Promise<OutboxCounts>;
}

// ---------------------------------------------------------------- workspaces and the store

export interface Workspace {
  readonly id: string;
  /** Slack's team id, once bound by the first start. */
  readonly teamId: string | null;
  readonly settings: Settings | null;
  readonly settingsVersion: number;
}

export interface SettingsVersion {
  readonly version: number;
  readonly settings: Settings;
  readonly at: number;
  readonly by: string;
}

/** A row of the log as exports and reports read it. */
export type StoredEvent = LeadEvent & { readonly seq: number };

export interface Store {
  readonly outbox: Outbox;

  // one lead
  /** @throws Busy like every method here when the database stays locked. */
  commit(change: Change): Promise<void>;
  /** Many changes in one transaction, each on its own terms: one that meets a conflict leaves the others alone. */
  commitAll(changes: readonly Change[]): Promise<readonly ('done' | 'conflict' | 'already')[]>;
  lead(workspaceId: string, leadId: string): Promise<LeadRecord | null>;
  leadOfHandoff(workspaceId: string, handoffId: string): Promise<LeadRecord | null>;
  match(workspaceId: string, identity: Identity): Promise<Match>;
  leadByExternalId(workspaceId: string, source: string, externalId: string): Promise<string | null>;
  /** Was the change behind this click or submission committed before? */
  wasDone(workspaceId: string, requestId: string): Promise<boolean>;
  /** First time for this key: true, and remembered. */
  askOnce(workspaceId: string, key: string, at: number): Promise<boolean>;
  /** Blanks every word of a lead, its profile and its names. The events stay. */
  forget(workspaceId: string, change: Change): Promise<void>;

  // lists, newest first unless said
  search(workspaceId: string, text: string, limit: number): Promise<readonly LeadRow[]>;
  /** Open handoffs of this owner, oldest first. */
  mine(workspaceId: string, owner: string, limit: number): Promise<readonly LeadRow[]>;
  /** Leads in a state, oldest first, without test and history. */
  inState(workspaceId: string, state: LeadState, limit: number): Promise<{ readonly rows: readonly LeadRow[]; readonly total: number }>;
  /** Ids of leads with this e-mail key, phone key, lead id or external id. */
  find(workspaceId: string, by: { emailKey?: string; phoneKey?: string; id?: string }): Promise<readonly string[]>;

  // streams, in order of sequence; safe beside writers
  events(workspaceId: string, options?: { recordedBefore?: number; since?: number }): AsyncIterable<StoredEvent>;
  leads(workspaceId: string, options?: { since?: number }): AsyncIterable<LeadRecord>;

  // workspaces
  /** The one workspace of this database, created on first use. */
  workspace(): Promise<Workspace>;
  bindTeam(workspaceId: string, teamId: string): Promise<void>;
  applySettings(workspaceId: string, settings: Settings, at: number, by: string): Promise<number>;
  settingsVersions(workspaceId: string): Promise<readonly SettingsVersion[]>;

  /** Calls back after each commit that added entries, with their lanes. Returns how to stop. */
  onEntries(listener: (lanes: readonly string[]) => void): () => void;
  /** A cheap question that fails when the database is not usable. */
  ping(): Promise<void>;
  close(): void;
}

// ---------------------------------------------------------------- Slack, in our words

/** Who people are, from a copy kept at hand: never a network call before a click is on disk, unless the person is unknown. */
export interface Directory {
  /** `isAtCard`: they pressed a button on a card, so they are in its channel; elsewhere Slack is asked where no list decides. */
  facts(userId: string, teamId: string | null, isAtCard: boolean): Promise<PersonFacts>;
  /** User ids of those who should hear of trouble: listed managers, else the workspace's admins; `[]` when nobody is known. */
  managers(settings: Settings | null): Promise<readonly string[]>;
  /** A name for a user id, where known: for places that cannot show a mention. */
  nameOf(userId: string): string | undefined;
}

// ---------------------------------------------------------------- time, ids, log

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after so many milliseconds; returns how to cancel. */
  after(ms: number, call: () => void): () => void;
}

export type NewId = () => string;

/** Structured lines: ids, codes and counts; never lead text, addresses or tokens. */
export interface Log {
  debug(facts: LogFacts, sentence: string): void;
  info(facts: LogFacts, sentence: string): void;
  warn(facts: LogFacts, sentence: string): void;
  error(facts: LogFacts, sentence: string): void;
}
export type LogFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type { EntryKind };
