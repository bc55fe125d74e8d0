// The one way into the book of the workspace: read what stands under a topic and subject, decide on it, add a line; on Conflict once more.
import type { NewEntry } from '../domain/consequences.ts';
import { Conflict } from '../errors.ts';
import type { LedgerLine, LedgerTopic, NewLine } from '../ledger.ts';
import type { Desk } from './record.ts';

/** What a line is about, whose it is, and the click or form behind it: written once, however often it comes. */
export interface LineRequest {
  readonly topic: LedgerTopic;
  /** `''` where the topic has only one. */
  readonly subject: string;
  /** Slack user id, `system` or `api`. */
  readonly by: string;
  /** Becomes the id of the line. */
  readonly requestId: string;
}

/** What the line says, and the messages that follow from it. */
export interface LineDecided {
  readonly body: NewLine['body'];
  readonly entries?: readonly NewEntry[];
}

/** More than one person cannot keep winning for ever; this many lost races in a row is a bug. */
const maxTries = 20;

/**
 * Adds a line behind those that `decide` was given (oldest first, of this topic and subject); it may be called several times.
 * What it throws goes to the caller. `isRepeated`: the same request was written before, and nothing was added.
 */
export async function writeLine(
  desk: Desk,
  workspaceId: string,
  { topic, subject, by, requestId }: LineRequest,
  decide: (lines: readonly LedgerLine[]) => LineDecided,
): Promise<{ readonly isRepeated: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    const lines = await desk.store.ledger.read(workspaceId, topic, subject);
    if (lines.some(({ id }) => id === requestId)) return { isRepeated: true };
    const { body, entries = [] } = decide(lines);
    try {
      await desk.store.ledger.append(
        workspaceId,
        { id: requestId, topic, subject, at: desk.now(), by, body },
        lines.at(-1)?.seq ?? 0,
        entries,
      );
      return { isRepeated: false };
    } catch (error) {
      if (!(error instanceof Conflict) || attempt >= maxTries) throw error;
    }
  }
}
