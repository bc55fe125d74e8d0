// An enquiry by somebody we may know: does it join the open handoff, or open the next one?
import { type Lead, latestHandoff } from './lead.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** How long a judged or won-over lead still takes up new enquiries of the same person. */
const joinDays = 90;
/** The same enquiry again within this time adds no line. */
export const sameEnquiryMs = 10 * 60 * 1000;

/** Does a new enquiry join this lead's latest handoff? In any other state it opens the next. `now` in epoch milliseconds. */
export function isJoined(lead: Lead, now: number): boolean {
  const handoff = latestHandoff(lead);
  if (lead.isErased || handoff.isHistory) return false;
  if (handoff.state === 'new' || handoff.state === 'claimed') return true;
  if (handoff.state === 'qualified') return now - (handoff.verdict?.at ?? handoff.openedAt) < joinDays * dayMs;
  if (handoff.state === 'opportunity') return now - (handoff.outcome?.at ?? handoff.openedAt) < joinDays * dayMs;
  return false;
}
