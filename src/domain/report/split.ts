// A week beside its own normal, follow-up and leads apart: which side differs, so that nobody is told to mend the other's.
import type { DigestFacts } from './digest.ts';
import { changeOf } from './difference.ts';
import type { Effort } from './effort.ts';
import type { Report } from './metrics.ts';
import { type Share, shareOf } from './wilson.ts';
import { enoughForPercent } from './wording.ts';

export type SplitSide = 'followUp' | 'leads';

/** TABLE: what is compared, in its order. `isTelling`: that it fell makes a week a weak one. */
const measures = {
  withinTarget: { side: 'followUp', of: ({ followUp }) => followUp.withinTarget, isTelling: true },
  reach: { side: 'followUp', of: ({ followUp }) => followUp.reach, isTelling: true },
  // Fewer attempts may only be fewer that were logged.
  attempted: { side: 'followUp', of: ({ followUp }) => followUp.attempted, isTelling: false },
  coverage: { side: 'followUp', of: ({ followUp }) => followUp.coverage, isTelling: true },
  data: { side: 'leads', of: ({ leads }) => leads.data, isTelling: false },
  fit: { side: 'leads', of: ({ leads }) => leads.fit, isTelling: false },
  intent: { side: 'leads', of: ({ leads }) => leads.intent, isTelling: false },
} as const satisfies Record<string, { side: SplitSide; of: (effort: Effort) => Share; isTelling: boolean }>;

export type SplitMeasure = keyof typeof measures;
const measureNames = Object.keys(measures) as SplitMeasure[];

/** `differs`: something changed, on so few that the direction is left to the counts. `unlogged`: nobody logged it all the time. */
export type SplitChange = 'more' | 'less' | 'none' | 'differs' | 'too few' | 'unlogged';

export interface SplitRow {
  readonly measure: SplitMeasure;
  readonly side: SplitSide;
  readonly now: Share;
  /** The weeks before, taken together. */
  readonly usual: Share;
  readonly change: SplitChange;
}

export interface Split {
  /** So many weeks stand for what is normal. */
  readonly weeks: number;
  readonly rows: readonly SplitRow[];
  /** Clearly fewer qualified, touched in time, reached or judged when due than is normal here. */
  readonly isWeak: boolean;
}

/**
 * The week of a digest beside the weeks before it, each as it was known when it was as old as this one is now: verdicts come late,
 * *No response* latest of all, so that older weeks would look different for their age alone. `null` where there are no weeks to compare with.
 */
export function splitOf({ week, sameAge }: Pick<DigestFacts, 'week' | 'sameAge'>): Split | null {
  if (sameAge.length === 0 || week.totals.delivered === 0) return null;
  const rows = measureNames.map((measure) => rowOf(measure, week, sameAge));
  const qualified = clearly(
    week.totals.qualifiedRate,
    sumOf(sameAge, ({ totals }) => totals.qualifiedRate),
  );
  const isWeak = qualified === 'less' || rows.some(({ measure, change }) => measures[measure].isTelling && change === 'less');
  return { weeks: sameAge.length, rows, isWeak };
}

function rowOf(measure: SplitMeasure, week: Report, sameAge: readonly Report[]): SplitRow {
  const { side, of } = measures[measure];
  // Weeks in which nobody logged attempts would make any logging look like more effort.
  const isLogged = ({ effort }: Report): boolean => measure !== 'attempted' || effort.attempts.isComparable;
  const normal = sameAge.filter(isLogged);
  const now = of(week.effort);
  const usual = sumOf(normal, ({ effort }) => of(effort));
  const change = isLogged(week) && normal.length > 0 ? steady(now, usual) : 'unlogged';
  return { measure, side, now, usual, change };
}

function sumOf(weeks: readonly Report[], of: (week: Report) => Share): Share {
  const sum = (key: 'k' | 'n'): number => weeks.reduce((total, week) => total + of(week)[key], 0);
  return shareOf(sum('k'), sum('n'));
}

/** A change that one lead more or less would undo is none: of seven rows some stand out by chance. */
function steady(now: Share, then: Share): SplitChange {
  const change = clearly(now, then);
  if (change === 'none' || change === 'too few') return change;
  const isRise = now.k * then.n > then.k * now.n;
  return clearly(shareOf(isRise ? now.k - 1 : now.k + 1, now.n), then) === 'none' ? 'none' : change;
}

/** As the headline of the digest calls it. */
function clearly(now: Share, then: Share): SplitChange {
  const change = changeOf(now, then);
  if (change === 'none' || change === 'too few') return change;
  if (Math.min(now.n, then.n) < enoughForPercent) return 'differs';
  return change === 'up' ? 'more' : 'less';
}
