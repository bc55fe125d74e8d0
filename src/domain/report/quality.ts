// What a verdict says about the quality of a lead: yes, no, or nothing, where the reason lies elsewhere.
import { reasonOf } from '../reasons.ts';
import type { HandoffFacts } from './cohort.ts';

/** `not counted` = unqualified for a reason that does not count against the source, or for none that is known. */
export type Quality = 'qualified' | 'unqualified' | 'not counted';

/** `null` without a verdict in force. */
export function qualityOf({ verdict }: Pick<HandoffFacts, 'verdict'>): Quality | null {
  if (verdict === null) return null;
  if (verdict.verdict === 'qualified') return 'qualified';
  return verdict.reason !== null && reasonOf(verdict.reason).isCounted ? 'unqualified' : 'not counted';
}
