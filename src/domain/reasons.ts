// Why: every reason a verdict or a return can carry, in the fixed order people see them.

/** Where a reason can be given: with *Unqualified*, with *Qualified*, with *Return to marketing*. */
export type ReasonGroup = 'unqualified' | 'qualified' | 'return';

export interface Reason {
  /** At most 20 characters: it is an option on a phone. */
  readonly label: string;
  readonly groups: readonly ReasonGroup[];
  /** Counts against the quality of the lead's source. */
  readonly isCounted: boolean;
  readonly isNoteNeeded?: true;
  readonly isDateNeeded?: true;
  /** What follows an *Unqualified* by itself: back to sales on its date, or up with marketing after so many days. */
  readonly comesBack?: { readonly to: 'sales' } | { readonly to: 'marketing'; readonly afterDays: number };
}

const inAQuarter = { to: 'marketing', afterDays: 90 } as const;

/** Codes never change; labels may. The order is the order in every list. */
export const reasons = {
  not_a_buyer: { label: 'Not a buyer', groups: ['unqualified'], isCounted: true },
  bad_contact: { label: 'Bad contact data', groups: ['unqualified', 'return'], isCounted: true },
  already_known: { label: 'Already known', groups: ['unqualified'], isCounted: false },
  misrouted: { label: 'Wrong team', groups: ['unqualified'], isCounted: false },
  wrong_company: { label: 'Outside our ICP', groups: ['unqualified'], isCounted: true },
  wrong_person: { label: 'Wrong person', groups: ['unqualified'], isCounted: true },
  no_need: { label: 'No need', groups: ['unqualified', 'return'], isCounted: true },
  competitor: { label: 'With a competitor', groups: ['unqualified'], isCounted: false, comesBack: inAQuarter },
  no_budget: { label: 'No budget', groups: ['unqualified', 'return'], isCounted: true, comesBack: inAQuarter },
  bad_timing: { label: 'Not now', groups: ['unqualified', 'return'], isCounted: false, isDateNeeded: true, comesBack: { to: 'sales' } },
  no_response: { label: 'No response', groups: ['unqualified', 'return'], isCounted: false, comesBack: inAQuarter },
  other: { label: 'Other', groups: ['unqualified', 'return'], isCounted: false, isNoteNeeded: true },
  clear_need: { label: 'Clear need', groups: ['qualified'], isCounted: false },
  decision_maker: { label: 'Decision maker', groups: ['qualified'], isCounted: false },
  budget_confirmed: { label: 'Budget confirmed', groups: ['qualified'], isCounted: false },
  meeting_booked: { label: 'Meeting booked', groups: ['qualified'], isCounted: false },
  early_fit: { label: 'Strong fit, early', groups: ['qualified'], isCounted: false },
  other_yes: { label: 'Other', groups: ['qualified'], isCounted: false },
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof reasons;

/** The order in which *Return to marketing* offers its reasons. */
const returnOrder: readonly ReasonCode[] = ['no_need', 'no_budget', 'bad_timing', 'no_response', 'bad_contact', 'other'];

export const reasonCodes = Object.keys(reasons) as ReasonCode[];

/** Is this text one of our codes? Buttons, files and callers send text. */
export function isReasonCode(text: string): text is ReasonCode {
  return Object.hasOwn(reasons, text);
}

/** The codes that may be given in a group, in their fixed order. */
export function reasonsIn(group: ReasonGroup): readonly ReasonCode[] {
  if (group === 'return') return returnOrder;
  return reasonCodes.filter((code) => isReasonIn(code, group));
}

export function isReasonIn(code: ReasonCode, group: ReasonGroup): boolean {
  return reasonOf(code).groups.includes(group);
}

/** The row of a code, widened so that optional columns can be read. */
export function reasonOf(code: ReasonCode): Reason {
  return reasons[code];
}

/** What to print for a code; imported verdicts may have come without one. */
export function reasonLabel(code: ReasonCode | null): string {
  return code === null ? '(not given)' : reasonOf(code).label;
}
