// What a message is made from when it is delivered: the newest record, never rendered text.
import type { LeadRecord } from './ports.ts';

/** Where a message stands. */
export interface Ref {
  readonly channel: string;
  readonly ts: string;
}

/** What a message is rendered from when it is delivered; the Slack room makes blocks of it. */
export type Message =
  | { readonly kind: 'card'; readonly record: LeadRecord; readonly handoffId: string; readonly marks: CardMarks; readonly timezone: string }
  | {
      readonly kind: 'marketing_card';
      readonly record: LeadRecord;
      readonly handoffId: string;
      readonly returnedEventId: string;
      readonly marks: CardMarks;
      readonly timezone: string;
    }
  | { readonly kind: 'line'; readonly record: LeadRecord; readonly eventId: string; readonly timezone: string }
  | { readonly kind: 'verdicts_day'; readonly day: string; /** Verdicts told in its thread so far. */ readonly verdicts: number }
  | {
      readonly kind: 'verdict_line';
      readonly record: LeadRecord;
      readonly eventId: string;
      readonly link: string | null;
      readonly timezone: string;
    }
  | { readonly kind: 'alert'; readonly sentences: readonly string[] }
  | { readonly kind: 'erased' };

export interface CardMarks {
  /** A post whose answer was lost was sent again. */
  readonly isDoubtful: boolean;
  /** The earlier one was deleted by somebody. */
  readonly isReposted: boolean;
  /** Slack refused the blocks: plain words only. */
  readonly isPlain: boolean;
}
