// The nouns of the local Slack: people, channels, messages, views, calls, deliveries, faults.

export type Fields = Record<string, unknown>;

export interface User {
  id: string;
  name: string;
  isAdmin: boolean;
  isRestricted: boolean;
  isUltraRestricted: boolean;
  isDeleted: boolean;
  isBot: boolean;
  teamId: string;
  tz: string;
}

export type NewUser = Pick<User, 'id' | 'name'> & Partial<Omit<User, 'id' | 'name' | 'isBot'>>;

export interface Channel {
  id: string;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  hasBot: boolean;
  /** undefined = everybody in the workspace is in it. */
  members: string[] | undefined;
  /** The person at the other end when this is a direct message with the bot. */
  imUserId: string | undefined;
  createdAt: number;
}

export interface NewChannel {
  id: string;
  name: string;
  isPrivate?: boolean;
  members?: string[];
  hasBot?: boolean;
}

export interface UserGroup {
  id: string;
  handle: string;
  users: string[];
}

export interface Block extends Fields {
  type: string;
  block_id: string;
}

export interface Metadata {
  event_type: string;
  event_payload: Fields;
}

/** A message as it stands now. Every change replaces the object, so a held one is a snapshot. */
export interface Message {
  readonly type: 'message';
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly team: string;
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly subtype?: string;
  readonly blocks?: Block[];
  readonly attachments?: Fields[];
  readonly metadata?: Metadata;
  readonly thread_ts?: string;
  readonly edited?: { user: string; ts: string };
  readonly reply_count?: number;
  readonly reply_users?: string[];
  readonly latest_reply?: string;
  readonly isDeleted?: boolean;
}

export interface Ephemeral {
  readonly type: 'ephemeral';
  readonly channel: string;
  readonly user: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks?: Block[];
  readonly thread_ts?: string;
}

export type StateValues = Record<string, Record<string, Fields>>;

/** A modal or an App Home. `state` holds what the person has filled in so far. */
export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly user: string;
  readonly team_id: string;
  readonly blocks: Block[];
  readonly title?: Fields;
  readonly submit?: Fields;
  readonly close?: Fields;
  readonly callback_id: string;
  readonly external_id: string;
  readonly private_metadata: string;
  readonly hash: string;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  readonly state: { values: StateValues };
}

/** One Web API call, in the order of arrival. */
export interface Call {
  method: string;
  args: Fields;
  /** Epoch milliseconds by the sandbox's clock. */
  at: number;
  token: 'bot' | 'app' | 'none' | 'unknown';
  isDone: boolean;
  status: number;
  ok: boolean;
  error: string | undefined;
  answer: Fields | undefined;
}

/** What became of one payload sent to the bot. */
export interface Delivery {
  /** Acknowledged in time, and what it answered could be used. */
  ok: boolean;
  /** HTTP status; 200 for an acknowledged socket envelope; 0 when nothing came back or nothing was sent. */
  status: number;
  ms: number;
  /** What went wrong, as a person would see it: operation_timeout, no_connection, dispatch_failed … */
  problem?: string;
  /** The body of the acknowledgement: an object, a text, or undefined when empty. */
  response?: unknown;
  /** Sentences under modal inputs, by input label. */
  errors?: Record<string, string>;
  errorsByBlock?: Record<string, string>;
  triggerId?: string;
  /** The payload that was sent; undefined when the client refused to send. */
  body: unknown;
}

export type Fault = {
  method: string | RegExp;
  channel?: string;
  /** How many calls it hits; default 1. */
  times?: number;
} & (
  | { kind: 'error'; error: string; extra?: object }
  | { kind: 'errorAfter'; error: string; extra?: object }
  | { kind: 'rateLimit'; retryAfter: number }
  | { kind: 'dropBefore' }
  | { kind: 'dropAfter' }
  | { kind: 'status'; status: number; isProcessed: boolean }
  | { kind: 'hang'; isProcessed: boolean }
  | { kind: 'garbage'; body: string; isProcessed: boolean }
  /** Processed on arrival, answered late: a click can come before the poster knows the ts. */
  | { kind: 'delay'; delayMs: number }
);

export interface FaultHandle {
  /** Takes the fault away; calls that already hang are let go. */
  cleared(): void;
  readonly hits: number;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
