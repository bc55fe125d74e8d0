// What goes to Slack, in our words: what a message is made from when it is delivered, and who delivers it.
import type { Proposed } from './domain/agreement/standing.ts';
import type { Version } from './domain/agreement/agreement.ts';
import type { Definition } from './domain/agreement/definition.ts';
import type { MarketingChange } from './domain/change.ts';
import type { Wait } from './domain/deadline.ts';
import type { Answer, AskedGroup } from './domain/questions/asked.ts';
import type { BeforeAfter } from './domain/report/before-after.ts';
import type { DigestFacts } from './domain/report/digest.ts';
import type { Spend } from './domain/spend.ts';
import type { LeadRecord } from './ports.ts';

/** Where a message stands. */
export interface Ref {
  readonly channel: string;
  readonly ts: string;
}

/** What a message is rendered from when it is delivered; the Slack room makes blocks of it. */
export type Message =
  | {
      readonly kind: 'card';
      readonly record: LeadRecord;
      readonly handoffId: string;
      readonly marks: CardMarks;
      readonly timezone: string;
      /** How long somebody has been waited for; `null` where no clock runs. */
      readonly wait: Wait | null;
      /** When the lead came in, where its card stands much later: an outage lay between. */
      readonly arrivedAt?: number;
      /** In force as long as there is no verdict; afterwards the version of the verdict. */
      readonly definition: Version<Definition> | null;
    }
  | {
      readonly kind: 'marketing_card';
      readonly record: LeadRecord;
      readonly handoffId: string;
      readonly returnedEventId: string;
      readonly marks: CardMarks;
      readonly timezone: string;
      readonly wait: Wait | null;
    }
  | {
      readonly kind: 'line';
      readonly record: LeadRecord;
      readonly eventId: string;
      readonly timezone: string;
      /** Who is asked to act: ids of people and groups. */
      readonly mentions: readonly string[];
    }
  /** To the owner alone: a verdict is missing; afterwards, what became of it. */
  | {
      readonly kind: 'nudge';
      readonly record: LeadRecord;
      readonly handoffId: string;
      readonly owner: string;
      readonly link: string | null;
      readonly timezone: string;
    }
  /** To somebody in sales alone: what marketing changed because of their verdicts. */
  | {
      readonly kind: 'change_told';
      readonly change: MarketingChange;
      /** Whom it is told. */
      readonly person: string;
      readonly isResultToCome: boolean;
      /** Local date. */
      readonly today: string;
    }
  /** To the same, and to who recorded it: what came of it. */
  | { readonly kind: 'change_result'; readonly change: MarketingChange; readonly result: BeforeAfter }
  /** A deal was won: one line for the whole channel. */
  | {
      readonly kind: 'win';
      readonly record: LeadRecord;
      readonly handoffId: string;
      readonly link: string | null;
      readonly timezone: string;
    }
  | { readonly kind: 'waiting'; readonly leads: readonly WaitingLead[]; readonly more: number; readonly timezone: string }
  | { readonly kind: 'catch_up'; readonly isMarketing: boolean; readonly mentions: readonly string[] }
  | {
      readonly kind: 'catch_up_line';
      readonly record: LeadRecord;
      readonly eventId: string;
      readonly link: string | null;
      readonly timezone: string;
    }
  | { readonly kind: 'verdicts_day'; readonly day: string; /** Verdicts told in its thread so far. */ readonly verdicts: number }
  | {
      readonly kind: 'verdict_line';
      readonly record: LeadRecord;
      readonly eventId: string;
      readonly link: string | null;
      readonly timezone: string;
    }
  | { readonly kind: 'digest'; readonly facts: DigestFacts; readonly marks: CardMarks; readonly timezone: string }
  /** Everything in full, in the digest's thread. */
  | { readonly kind: 'digest_details'; readonly facts: DigestFacts; readonly timezone: string }
  /** To marketing: what prospects asked in a week, `from` to before `to`, local dates. */
  | {
      readonly kind: 'questions_week';
      readonly from: string;
      readonly to: string;
      /** Each as it was asked in that week, and in all. */
      readonly groups: readonly { readonly week: AskedGroup; readonly all: AskedGroup }[];
      readonly more: number;
      readonly timezone: string;
    }
  /** To a rep alone: a question that they passed on was answered. `question` is `null` once its lead was forgotten. */
  | {
      readonly kind: 'answer';
      readonly question: { readonly words: string; readonly company: string | null } | null;
      readonly answer: Answer;
      /** Other handoffs in which the same was asked. */
      readonly others: number;
    }
  /** To both sides: what is proposed to be agreed upon, and afterwards what became of it. */
  | {
      readonly kind: 'proposal';
      readonly proposed: Proposed;
      /** Whose signature is asked for: ids of people and groups. */
      readonly mentions: readonly string[];
      readonly marks: CardMarks;
      readonly timezone: string;
    }
  | { readonly kind: 'review'; readonly version: Version<Definition>; readonly isProposalOpen: boolean; readonly timezone: string }
  /** To whoever wrote it: what was spent is stored, instead of `before` where there was something. */
  | {
      readonly kind: 'spend';
      readonly spend: Spend;
      readonly before: Spend | null;
      /** No lead came under that name yet. */ readonly isUnseen: boolean;
    }
  | { readonly kind: 'alert'; readonly sentences: readonly string[] }
  | { readonly kind: 'erased' };

/** A lead that nobody has claimed, in a list. */
export interface WaitingLead {
  readonly record: LeadRecord;
  readonly link: string | null;
  /** Since when its card can be seen. */
  readonly since: number;
}

export interface CardMarks {
  /** A post whose answer was lost was sent again. */
  readonly isDoubtful: boolean;
  /** The earlier one was deleted by somebody. */
  readonly isReposted: boolean;
  /** Slack refused the blocks: plain words only. */
  readonly isPlain: boolean;
}

export interface Messenger {
  /** Posts a message, marked with an opaque key so that it can be found again. @throws DeliveryError */
  post(to: string, message: Message, mark: string, options?: { threadTs?: string }): Promise<Ref>;
  /** @throws DeliveryError */
  edit(ref: Ref, message: Message): Promise<void>;
  /** Looks for our own message by its mark. `null` = looked, not there. @throws DeliveryError where looking is not possible */
  find(channel: string, mark: string, since: number, threadTs?: string): Promise<Ref | null>;
  /** A link that opens the message; `null` when Slack does not tell. */
  link(ref: Ref): Promise<string | null>;
  /** Is the channel usable for us right now? @throws DeliveryError (`channel`, `workspace`, …) with the reason when not. */
  probe(channel: string): Promise<void>;
  /** Does the token work? @throws DeliveryError */
  probeWorkspace(): Promise<void>;
}
