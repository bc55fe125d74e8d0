// The glossary: what flows need of the outside, said in domain words. Adapters implement these; flows know nothing else.
import type { Marker, Origin } from './domain/change.ts';
import type { NewEntry } from './domain/consequences.ts';
import type { EventText } from './domain/decide.ts';
import type { EventType, Lead, LeadEvent, LeadState } from './domain/lead.ts';
import type { Question } from './domain/questions/asked.ts';
import type { ReasonCode } from './domain/reasons.ts';
import type { Quote } from './domain/report/digest.ts';
import type { PersonFacts } from './domain/roles.ts';
import type { Settings } from './domain/settings.ts';
import type { Timetable } from './domain/timetable.ts';
import type { Ledger } from './ledger.ts';
import type { Delivered, Outbox } from './outbox.ts';

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
  /** The profile that this one was made from, as it was read: if another stands there now, it is a Conflict. Filling gaps adds no event. */
  readonly profileBefore?: Profile;
  /** Names under which the lead can be recognised from now on. A name taken meanwhile is a Conflict. */
  readonly identity?: Identity;
  readonly entries: readonly NewEntry[];
  /** When to look at the lead again by itself; `null` = never, absent = as planned before. */
  readonly lookAt?: number | null;
  /** The version of the settings by which that was worked out: when there are others by now, the lead is looked at at once. */
  readonly lookAtBy?: number;
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

/** When leads are looked at again: one instant for each lead that waits for somebody, moved by every change of it. */
export interface Deadlines {
  /** What is due, the oldest first. */
  due(workspaceId: string, now: number, limit: number): Promise<readonly { readonly leadId: string; readonly dueAt: number }[]>;
  /** The next instant at which something is due; `null` when nothing is planned. */
  nextAt(workspaceId: string): Promise<number | null>;
}

// ---------------------------------------------------------------- workspaces and the store

export interface Workspace {
  readonly id: string;
  /** Slack's team id, once bound by the first start. */
  readonly teamId: string | null;
  readonly settings: Settings | null;
  readonly settingsVersion: number;
  /** Business time by these settings and those before; `null` without settings. */
  readonly timetable: Timetable | null;
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
  readonly deadlines: Deadlines;
  readonly ledger: Ledger;

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
  /** Leads of this owner that are qualified or an opportunity, oldest first. */
  deals(workspaceId: string, owner: string, limit: number): Promise<readonly LeadRow[]>;
  /** The currency of the outcome recorded last; `null` before the first one with a currency. */
  lastCurrency(workspaceId: string): Promise<string | null>;
  /** Everybody who has an open lead. */
  owners(workspaceId: string): Promise<readonly string[]>;
  /** Leads in a state, oldest first, without test and history. */
  inState(workspaceId: string, state: LeadState, limit: number): Promise<{ readonly rows: readonly LeadRow[]; readonly total: number }>;
  /** Ids of leads with this e-mail key, phone key, lead id or external id. */
  find(workspaceId: string, by: { emailKey?: string; phoneKey?: string; id?: string }): Promise<readonly string[]>;

  /** What reps wrote with *Unqualified* about handoffs opened in the span, the newest words for each reason. */
  quotes(workspaceId: string, span: { readonly fromAt: number; readonly toAt: number }): Promise<readonly Quote[]>;
  /** What prospects asked, by the verdicts that it came with, in no order: the newest 2,000, tests and who was forgotten apart. */
  questions(workspaceId: string, options?: { readonly since?: number }): Promise<readonly Question[]>;
  /** The sources and campaigns of handoffs opened since then, by their names in the report, those with most leads first; tests apart. */
  origins(workspaceId: string, since: number, limit: number): Promise<readonly Origin[]>;
  /** Who gave the reason, in a verdict in force, to handoffs of this origin opened in the span; Slack users only. */
  markers(
    workspaceId: string,
    span: { readonly fromAt: number; readonly toAt: number },
    origin: Origin,
    reason: ReasonCode,
  ): Promise<readonly Marker[]>;
  /** When the first lead came, tests apart; `null` before. */
  firstLeadAt(workspaceId: string): Promise<number | null>;

  // streams, in order of sequence; safe beside writers
  /** `types`: only these; absent = all. `alwaysTypes`: of these, also what was recorded before `since`. */
  events(
    workspaceId: string,
    options?: { recordedBefore?: number; since?: number; types?: readonly EventType[]; alwaysTypes?: readonly EventType[] },
  ): AsyncIterable<StoredEvent>;
  leads(workspaceId: string, options?: { since?: number }): AsyncIterable<LeadRecord>;

  // people who are away
  /** Away from now until this local date, or back when `null`. */
  setAway(workspaceId: string, userId: string, until: string | null, at: number): Promise<void>;
  /** Everybody who said so, also those whose date has passed. */
  away(workspaceId: string): Promise<readonly { readonly userId: string; readonly until: string }[]>;

  // workspaces
  /** The one workspace of this database, created on first use. */
  workspace(): Promise<Workspace>;
  bindTeam(workspaceId: string, teamId: string): Promise<void>;
  /** Puts settings in force; every lead that waits is looked at again, since its deadline may be another one. Returns the version. */
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
  /** Whether Slack says that this person has left the workspace; false where it does not tell. */
  isGone(userId: string): Promise<boolean>;
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
