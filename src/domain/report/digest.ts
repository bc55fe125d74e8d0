// The weekly digest: what it is made of, before anybody words it.
import type { MarketingChange } from '../change.ts';
import type { ReasonCode } from '../reasons.ts';
import type { TargetSheet } from '../targets/sheet.ts';
import type { BeforeAfter } from './before-after.ts';
import type { Figures, Report } from './metrics.ts';
import type { ViewsFacts } from './views-words.ts';

/** What one rep wrote with a verdict. */
export interface Quote {
  readonly reason: ReasonCode;
  /** Written by a person: inert text only. */
  readonly note: string;
  /** Slack user id. */
  readonly by: string;
  readonly leadId: string;
}

/** An open lead that has waited longest; its words are a stranger's. */
export interface OldestLead {
  readonly leadId: string;
  readonly name: string | null;
  readonly company: string | null;
  readonly state: 'new' | 'claimed' | 'returned' | 'nurturing';
  readonly owner: string | null;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly link: string | null;
}

/** A qualified lead that did not meet a must when it was judged; its words are a stranger's, those of the criteria are people's. */
export interface BrokenLead {
  readonly leadId: string;
  readonly name: string | null;
  readonly company: string | null;
  readonly words: readonly string[];
  readonly link: string | null;
}

/** What marketing changed, and what came of it. */
export interface ChangeResult {
  readonly change: MarketingChange;
  readonly result: BeforeAfter;
}

/** What happened to leads that went back to marketing: of the week's handoffs, by event, as known now. */
export interface MarketingFacts {
  readonly returned: number;
  readonly stalled: number;
  /** Nurtured, sent back or archived by somebody since. */
  readonly takenUp: number;
  readonly sentBack: number;
  /** Sent back and then qualified. */
  readonly recovered: number;
}

export interface DigestFacts {
  /** The last complete week, as known now. */
  readonly week: Report;
  /** Up to eight weeks before it, oldest first, as known now. */
  readonly before: readonly Report[];
  /** The same weeks, each as known when it was as old as the last complete week is now. */
  readonly sameAge: readonly Report[];
  /** The week before, as the last digest told it; `null` where there was none. */
  readonly toldBefore: Figures | null;
  readonly quotes: readonly Quote[];
  readonly marketing: MarketingFacts;
  /** Changes of marketing whose result fell due in the week; absent where there are none. */
  readonly changes?: readonly ChangeResult[];
  /** Oldest first, a handful. */
  readonly oldest: readonly OldestLead[];
  /** Of the week's, a handful; how many there are stands in the week. */
  readonly broken: readonly BrokenLead[];
  /** Those of the quarter in which the week lies; absent where none is set. */
  readonly targets?: TargetSheet;
  /** What was expected, scored and judged over the last months, and what became of it. */
  readonly views?: ViewsFacts;
  /** Leads open now: waiting or with somebody in sales. */
  readonly openCount: number;
  /** Digests that were left out because they would have come more than three days late. */
  readonly skippedWeeks: number;
}
