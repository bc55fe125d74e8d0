// Score against verdict as a 2 × 2: does a high score mean qualified, and where do the two quarrel?
import type { Version } from '../agreement/agreement.ts';
import type { Definition } from '../agreement/definition.ts';
import type { HandoffFacts } from './cohort.ts';
import { type Change, changeOf } from './difference.ts';
import { type Quality, qualityOf } from './quality.ts';
import { type Share, shareOf } from './wilson.ts';

/** Handoffs that people can look at one by one: how many there are, and the newest of them. */
export interface Named {
  readonly total: number;
  readonly leads: readonly { readonly leadId: string; readonly handoffId: string }[];
}

/** More than a list shows, as some may have been erased since. */
export const mostNamed = 30;

export interface ScoreSide {
  readonly qualified: number;
  /** For a reason that counts. */
  readonly unqualified: number;
  readonly notCounted: number;
  readonly qualifiedRate: Share;
}

export interface ScoreReport {
  /** High is this much or more. */
  readonly cut: number;
  /** The version of the definition whose rule it is; `null` = the middle of the scores of these leads. */
  readonly definition: number | null;
  readonly high: ScoreSide;
  readonly low: ScoreSide;
  /** Judged leads that came without a score. */
  readonly unscored: number;
  /** High beside low: `up` where the score tells them apart, `down` where it is the other way round. */
  readonly tells: Change;
}

export interface MeasuredScores {
  readonly scores: ScoreReport;
  readonly highNo: Named;
  readonly lowYes: Named;
}

/** `handoffs` in the order in which they were opened. `null` where no two scores differ and the definition has no rule for one. */
export function measureScores(handoffs: readonly HandoffFacts[], inForce: Version<Definition> | null): MeasuredScores | null {
  const all = handoffs.flatMap(({ attribution: { score } }) => score ?? []);
  const ruled = all.length === 0 ? null : ruledCut(inForce);
  const cut = ruled ?? middleCut(all);
  if (cut === null) return null;
  const counts = { high: newCounts(), low: newCounts() };
  const highNo: HandoffFacts[] = [];
  const lowYes: HandoffFacts[] = [];
  let unscored = 0;
  for (const handoff of handoffs) {
    const { score } = handoff.attribution;
    const quality = qualityOf(handoff);
    if (quality === null) continue;
    if (score === null) {
      unscored += 1;
      continue;
    }
    const side = score >= cut ? 'high' : 'low';
    counts[side][quality] += 1;
    if (side === 'high' && quality === 'unqualified') highNo.push(handoff);
    if (side === 'low' && quality === 'qualified') lowYes.push(handoff);
  }
  const [high, low] = [sideOf(counts.high), sideOf(counts.low)];
  const definition = ruled === null ? null : (inForce?.version ?? null);
  return {
    scores: { cut, definition, high, low, unscored, tells: changeOf(high.qualifiedRate, low.qualifiedRate) },
    highNo: namedOf(highNo),
    lowYes: namedOf(lowYes),
  };
}

/** What both sides signed, where they signed something about the score; a must before what is nice to have. */
function ruledCut(inForce: Version<Definition> | null): number | null {
  const criteria = inForce?.content.criteria ?? [];
  for (const level of ['must', 'nice']) {
    for (const { rule, ...criterion } of criteria) {
      if (criterion.level === level && rule?.field === 'score' && rule.is === 'at least') return rule.value;
    }
  }
  return null;
}

/** The median; where nobody is below it, the next score above, so that there are two sides. */
function middleCut(scores: readonly number[]): number | null {
  const sorted = scores.toSorted((a, b) => a - b);
  const [least, lower, upper] = [sorted[0], sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (least === undefined || lower === undefined || upper === undefined) return null;
  const median = lower + (upper - lower) / 2;
  return median > least ? median : (sorted.find((score) => score > least) ?? null);
}

function newCounts(): Record<Quality, number> {
  return { qualified: 0, unqualified: 0, 'not counted': 0 };
}

function sideOf({ qualified, unqualified, 'not counted': notCounted }: Record<Quality, number>): ScoreSide {
  return { qualified, unqualified, notCounted, qualifiedRate: shareOf(qualified, qualified + unqualified) };
}

function namedOf(handoffs: readonly HandoffFacts[]): Named {
  const newest = handoffs.slice(-mostNamed).toReversed();
  return { total: handoffs.length, leads: newest.map(({ leadId, handoffId }) => ({ leadId, handoffId })) };
}
