// One channel's turn: when it may post next, when it may edit next, and what it waits for.
import type { Trouble } from '../flows/alerts.ts';

/** Slack takes one message a second and channel; a little more leaves room for uneven clocks. */
export const paceMs = 1_050;

/** Posts and edits of a lane go side by side, each one at a time. */
export interface Track {
  isBusy: boolean;
  /** Something came in while it was busy. */
  isAsked: boolean;
  /** Epoch milliseconds before which nothing goes. */
  notBefore: number;
  /** How long the rest is that ends then. */
  restMs: number;
}

/** Why a lane stands still, and since when. */
export interface Block {
  readonly code: string;
  readonly since: number;
}

export interface Lane {
  readonly name: string;
  readonly post: Track;
  readonly edit: Track;
  block: Block | null;
  /** The trouble that was told, until a message goes again. */
  notice: (Block & { readonly trouble: Trouble }) | null;
  /** Lost races with an unreachable Slack in a row. */
  failures: number;
}

function newTrack(): Track {
  return { isBusy: false, isAsked: false, notBefore: 0, restMs: 0 };
}

export function newLane(name: string): Lane {
  return { name, post: newTrack(), edit: newTrack(), block: null, notice: null, failures: 0 };
}

/** Waiting times after failures in a row: 1 s, 2 s, 4 s … at most a minute. */
export function backoffMs(failures: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(failures - 1, 10));
}
