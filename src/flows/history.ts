// Leads of the past, with their verdicts and outcomes: stored closed and for the reports only, never posted, never merged into.
import type { Draft } from '../domain/decide.ts';
import type { EventBody, Lead, Outcome, Verdict } from '../domain/lead.ts';
import type { ReasonCode } from '../domain/reasons.ts';
import type { Identity, LeadRecord, NewLead, Profile } from '../ports.ts';
import { attributionOf } from './leads.ts';
import { type Decision, type Desk, type Steps, record } from './record.ts';

/** An instant of the past, or a whole day by the instant at which it begins. `at` in epoch milliseconds. */
export interface HistoryDate {
  readonly at: number;
  readonly isDateOnly: boolean;
}

/** A closed handoff as somebody else's system knew it. */
export interface HistoryLead {
  readonly lead: NewLead;
  readonly receivedAt: HistoryDate;
  readonly claimedAt?: HistoryDate;
  /** `by`: who judged, as text, never a mention. `question`: what the person asked. */
  readonly judged?: HistoryDate & {
    readonly verdict: Verdict;
    readonly reason: ReasonCode | null;
    readonly by: string | null;
    readonly question?: string;
  };
  readonly returnedAt?: HistoryDate;
  /** Where there is a return and no verdict, this is why. */
  readonly returnReason?: ReasonCode | null;
  readonly outcome?: HistoryDate & { readonly outcome: Outcome; readonly amount?: number; readonly currency?: string };
}

export type HistoryReceived = { readonly status: 'created' | 'duplicate'; readonly id: string };

/** Stores a handoff of the past; a known person gets another one. The same again is a duplicate. */
export async function recordHistory(desk: Desk, workspaceId: string, history: HistoryLead): Promise<HistoryReceived> {
  const steps = historySteps(desk, workspaceId, history);
  return steps.answer(await record(desk, workspaceId, steps));
}

/** What recording a handoff of the past consists of, apart from the writing. */
export interface HistorySteps extends Steps {
  /** After `decide`; `lead` is what was committed, if anything. */
  readonly answer: (lead: Lead | null) => HistoryReceived;
}

export function historySteps(desk: Desk, workspaceId: string, history: HistoryLead): HistorySteps {
  const identity = historyIdentity(history);
  let duplicateOf: string | null = null;
  return {
    async load() {
      duplicateOf = null;
      const match = await desk.store.match(workspaceId, identity);
      if (match.by === 'nothing') return null;
      const found = await desk.store.lead(workspaceId, match.leadId);
      if (found && (match.by !== 'person' || isStored(found, history))) duplicateOf = found.lead.id;
      return found;
    },
    decide(found) {
      return duplicateOf === null ? decideHistory(desk, found, history, identity) : null;
    },
    answer(lead) {
      if (duplicateOf !== null) return { status: 'duplicate', id: duplicateOf };
      return { status: 'created', id: lead?.id ?? '' };
    },
  };
}

/** What a row of the past is recognised by. Trial leads are no history, so it never counts as one. */
export function historyIdentity({ lead }: HistoryLead): Identity {
  const { source, externalId, emailKey, phoneKey, isTest } = lead;
  return { source, externalId, emailKey, phoneKey, isTest, idempotency: null };
}

/** The same person, received at the same time: this handoff came before. */
function isStored(found: LeadRecord, history: HistoryLead): boolean {
  return found.lead.handoffs.some((handoff) => handoff.isHistory && handoff.openedAt === history.receivedAt.at);
}

interface Dated {
  readonly when: HistoryDate;
  readonly draft: Draft;
}

function decideHistory(desk: Desk, found: LeadRecord | null, history: HistoryLead, identity: Identity): Decision {
  const handoffId = desk.newId();
  const cycle = (found?.lead.handoffs.length ?? 0) + 1;
  const dated = inOrder(
    datedBodies(history).map(({ when, body, text }) => ({ when, draft: { body, handoffId, cycle, ...(text ? { text } : {}) } })),
  );
  const at = (_draft: Draft, index: number): number => dated[index]?.when.at ?? history.receivedAt.at;
  return {
    drafts: dated.map(({ draft }) => draft),
    by: 'system',
    // Recorded when it happened, as far as we are concerned: a report as known on a date of the past includes it.
    at,
    recordedAt: at,
    identity,
    profile: found ? withGapsFilled(found.profile, history.lead.profile) : history.lead.profile,
  };
}

type DatedBody = { readonly when: HistoryDate; readonly body: EventBody; readonly text?: Draft['text'] };

/** In the order in which a handoff goes. */
function datedBodies({ lead, receivedAt, claimedAt, judged, returnedAt, returnReason, outcome }: HistoryLead): DatedBody[] {
  const bodies: DatedBody[] = [];
  const message = lead.message ? { text: { message: lead.message } } : {};
  const opening = { type: 'received', attribution: attributionOf(lead), isTest: lead.isTest, isHistory: true } as const;
  bodies.push({ when: receivedAt, body: { ...opening, ...dayMark(receivedAt) }, ...message });
  if (claimedAt) bodies.push({ when: claimedAt, body: { type: 'claimed', ...dayMark(claimedAt) } });
  if (judged) {
    const { verdict, reason, by, question } = judged;
    const text = { ...(by ? { verdictBy: by } : {}), ...(question ? { question } : {}) };
    bodies.push({
      when: judged,
      body: { type: 'judged', verdict, reason, ...dayMark(judged) },
      ...(by || question ? { text } : {}),
    });
  }
  if (returnedAt) {
    bodies.push({ when: returnedAt, body: { type: 'returned', reason: returnReason ?? null, cause: 'person', ...dayMark(returnedAt) } });
  }
  if (outcome) {
    const { amount, currency } = outcome;
    const money = { ...(amount === undefined ? {} : { amount }), ...(currency === undefined ? {} : { currency }) };
    bodies.push({ when: outcome, body: { type: 'outcome', outcome: outcome.outcome, ...money, ...dayMark(outcome) } });
  }
  return bodies;
}

function dayMark(when: HistoryDate): { isDateOnly?: true } {
  return when.isDateOnly ? { isDateOnly: true } : {};
}

/** No calendar day is longer: a whole day and an instant closer than this can be the same day. */
const longestDayMs = 25 * 60 * 60 * 1000;

/**
 * By date. A whole day begins at midnight, before whatever happened on it: such an event is put after those
 * that precede it in the life of a handoff, so that none comes before its lead.
 */
function inOrder(dated: readonly Dated[]): readonly Dated[] {
  const placed: Dated[] = [];
  for (const one of dated) {
    const latest = placed.filter(({ when }) => when.at >= one.when.at && when.at < one.when.at + longestDayMs).map(({ when }) => when.at);
    const at = one.when.isDateOnly ? Math.max(one.when.at, ...latest) : one.when.at;
    placed.push({ ...one, when: { at, isDateOnly: one.when.isDateOnly } });
  }
  return placed.toSorted((a, b) => a.when.at - b.when.at);
}

/** The past fills what we do not know of a person, and overwrites nothing. */
function withGapsFilled(known: Profile, past: Profile): Profile {
  const email = known.email === null ? { email: past.email, isEmailValid: past.isEmailValid } : {};
  const phone = known.phone === null ? { phone: past.phone, isPhoneValid: past.isPhoneValid } : {};
  const filled = Object.entries(past).filter(([key, value]) => value !== null && known[key as keyof Profile] === null);
  return { ...known, ...Object.fromEntries(filled), ...email, ...phone, attributes: { ...past.attributes, ...known.attributes } };
}
