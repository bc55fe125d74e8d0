// What marketing can do about a reason, and what follows by itself.
import { type ReasonCode, isReasonCode, reasonOf, type reasons } from '../reasons.ts';

type Reasons = typeof reasons;
export type UnqualifiedCode = { [Code in ReasonCode]: 'unqualified' extends Reasons[Code]['groups'][number] ? Code : never }[ReasonCode];

/** TABLE: what helps against each reason; `null` where time does. */
const advice = {
  not_a_buyer: 'filter them at the form',
  bad_contact: 'check the form',
  already_known: 'leave known people out of the audience',
  misrouted: 'check the routes',
  wrong_company: 'tighten the audience',
  wrong_person: 'ask the role on the form',
  no_need: 'warm up longer before handing over',
  competitor: 'say what sets us apart',
  no_budget: 'name prices earlier',
  bad_timing: null,
  no_response: 'try another way to reach them',
  other: 'read the notes in the threads',
} as const satisfies Record<UnqualifiedCode, string | null>;

/** What to do about a reason, such as `tighten the audience` or `back with sales on their dates`; `null` for codes without an answer. */
export function adviceFor(code: string): string | null {
  if (!isReasonCode(code)) return null;
  const table: Partial<Record<ReasonCode, string | null>> = advice;
  const words = [table[code] ?? null, followsFrom(code)].filter((one) => one !== null);
  return words.length === 0 ? null : words.join('; ');
}

function followsFrom(code: ReasonCode): string | null {
  const { comesBack } = reasonOf(code);
  if (!comesBack) return null;
  return comesBack.to === 'sales' ? 'back with sales on their dates' : `back with marketing after ${comesBack.afterDays} days`;
}
