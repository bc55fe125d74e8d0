// The errors that mean something, each caught in one place: Conflict by the flow, AlreadyDone by whoever asked, DeliveryError by the worker.

/** Somebody else wrote first: load again, decide again. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** The database is locked by another program for longer than we may block: try again shortly. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** What became of a message that could not be delivered, as far as we can know. */
export type DeliveryTrouble =
  /** Too fast: this channel waits. */
  | 'rate'
  /** Never reached Slack: send again later. */
  | 'unreached'
  /** May or may not stand in Slack: look before sending again. */
  | 'unknown'
  /** This channel takes no messages (archived, bot removed …): it waits until mended. */
  | 'channel'
  /** This channel takes no messages from us, for a reason that looking at it does not show (only some may post …). */
  | 'shut'
  /** The whole workspace is closed to us (token revoked …). */
  | 'workspace'
  /** A scope is missing: one named thing is off. */
  | 'scope'
  /** Slack refuses this content for good. */
  | 'refused'
  /** The message to be edited is gone. */
  | 'gone'
  /** The message stands, but may not be edited any more. */
  | 'closed'
  /** The person cannot be written to. */
  | 'person';

/** A message was not delivered, or we cannot know. The worker decides what follows. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly trouble: DeliveryTrouble;
  /** Slack's own word for it, such as `is_archived`. */
  readonly code: string;
  /** How long to wait, when Slack said so. */
  readonly retryAfterMs: number | undefined;
  /** The scope that is missing, where `trouble` is `scope`. */
  readonly needed: string | undefined;

  constructor(trouble: DeliveryTrouble, code: string, more: { retryAfterMs?: number; needed?: string; cause?: unknown } = {}) {
    super(`${trouble}: ${code}`, { cause: more.cause });
    this.trouble = trouble;
    this.code = code;
    this.retryAfterMs = more.retryAfterMs;
    this.needed = more.needed;
  }
}

/** The same click was committed before; nothing was written now. */
export class AlreadyDone extends Error {
  override readonly name = 'AlreadyDone';
}
