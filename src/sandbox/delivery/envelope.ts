// What is sent to the bot, whichever way it goes, and what comes back.
import type { Fields } from '../types.ts';

export type PayloadKind = 'interactive' | 'slash_commands' | 'events_api';

/** Slack waits this long for an acknowledgement. */
export const ACK_TIMEOUT_MS = 3_000;

export interface Answered {
  /** HTTP status; 200 for an acknowledged envelope; 0 when nothing came back. */
  status: number;
  ms: number;
  problem: string | undefined;
  /** Parsed acknowledgement: an object, a text, or undefined when empty. */
  response: unknown;
}

/** Exactly what went out, so that it can go out again. */
export type Sent =
  | { way: 'http'; url: string; headers: Record<string, string>; body: string }
  | { way: 'socket'; kind: PayloadKind; payload: Fields };

export interface Retry {
  num: number;
  reason: string;
}
