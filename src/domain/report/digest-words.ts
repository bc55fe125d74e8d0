// The sentences of the digest: what a manager can repeat, and no more than the numbers carry.
import type { DigestFacts, MarketingFacts } from './digest.ts';
import { changeOf } from './difference.ts';
import type { Counts, Figures, Report } from './metrics.ts';
import { minutesText } from './speedtable.ts';
import type { Speed } from './speed.ts';
import { daysText } from './days-text.ts';
import { type Share, shareOf } from './wilson.ts';
import { certainty, enoughForPercent, enoughForRange, number, outOf, percent, several } from './wording.ts';

/** `Lead quality, 16–22 November`; with its years where there are two. */
export function digestTitle({ period }: Pick<Report, 'period'>): string {
  const days = daysText(period.from, period.to);
  return `Lead quality, ${period.from.slice(0, 4) === period.to.slice(0, 4) ? days.replace(/ \d+$/, '') : days}`;
}

// ---------------------------------------------------------------- the headline

/** `31 of 44 due leads judged; 17 qualified (55 %, likely 38–71 %).` */
export function digestHeadline(totals: Figures): string {
  const { delivered, judged, qualified, notCounted, qualifiedRate, coverage } = totals;
  if (delivered === 0) return 'No leads arrived, so there is nothing to judge.';
  if (judged === 0) {
    if (coverage.n === 0) return `${several(delivered, 'lead')} arrived; none is due for a verdict yet.`;
    return coverage.n === delivered
      ? `No verdicts yet on ${several(delivered, 'lead')}.`
      : `No verdicts yet on ${several(delivered, 'lead')}, ${number(coverage.n)} of them due.`;
  }
  const sure = certainty(qualifiedRate);
  const counted = notCounted === 0 ? '' : ` of the ${number(qualifiedRate.n)} that count`;
  return `${judgedPart(totals)} ${number(qualified)}${coverage.n === 0 || coverage.k === judged ? '' : ' in all'} qualified${sure && ` (${sure}${counted})`}.`;
}

/** Who is due for a verdict has had the time for one; verdicts before that are told apart. */
function judgedPart({ delivered, judged, coverage }: Figures): string {
  const early = judged - coverage.k;
  if (coverage.n === 0) return `${outOf(judged, delivered)} ${delivered === 1 ? 'lead' : 'leads'} judged, before any was due;`;
  const due = `${outOf(coverage.k, coverage.n)} due ${coverage.n === 1 ? 'lead' : 'leads'} judged`;
  return early === 0 ? `${due};` : `${due}, and ${number(early)} before ${early === 1 ? 'it was' : 'they were'} due;`;
}

/**
 * How the share stands beside the weeks before, each as it was known when it was as old as this one is now: some reasons are given sooner
 * than others, so that a young week differs from an old one for its age alone. `''` where there is nothing to compare.
 */
export function changeSentence({ week, sameAge }: Pick<DigestFacts, 'week' | 'sameAge'>): string {
  const now = week.totals.qualifiedRate;
  if (week.totals.judged === 0) return '';
  if (now.n < enoughForRange) return 'Too few verdicts to say more.';
  const then = shareBefore(sameAge);
  if (then.n === 0) return 'No earlier verdicts to compare with yet.';
  const weeks = sameAge.length === 1 ? 'the week before' : `your last ${number(sameAge.length)} weeks`;
  const change = changeOf(now, then);
  if (change === 'too few') return `Too few verdicts in ${weeks} to compare with.`;
  if (change === 'none') return `No clear change from ${weeks} at the same age.`;
  // So few verdicts show that something differs; the direction is left to the counts.
  if (Math.min(now.n, then.n) < enoughForPercent)
    return `Different from ${weeks} at the same age, on few verdicts: ${outOf(now.k, now.n)} now, ${outOf(then.k, then.n)} then.`;
  return `Clearly ${change === 'up' ? 'more' : 'less'} often qualified than in ${weeks} at the same age (${outOf(then.k, then.n)}, ${percent(then)}).`;
}

function shareBefore(before: readonly Report[]): Share {
  const sum = (of: (share: Share) => number): number => before.reduce((total, { totals }) => total + of(totals.qualifiedRate), 0);
  return shareOf(
    sum(({ k }) => k),
    sum(({ n }) => n),
  );
}

// ---------------------------------------------------------------- the week in counts

const funnel = [
  { key: 'delivered', words: (count) => (count === 1 ? 'lead' : 'leads') },
  { key: 'claimed', words: () => 'claimed' },
  { key: 'judged', words: () => 'judged' },
  { key: 'qualified', words: () => 'qualified' },
  { key: 'pending', words: () => 'without a verdict' },
] as const satisfies readonly { key: keyof Counts; words: (count: number) => string }[];

const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `48 leads · 40 claimed · …`; `null` where none came. */
export function funnelLine({ totals }: Pick<Report, 'totals'>): string | null {
  return totals.delivered === 0 ? null : funnel.map(({ key, words }) => `${number(totals[key])} ${words(totals[key])}`).join(' · ');
}

/** What the weeks before were like, to stand under it: a title, and the mean of each count with one decimal; `null` where there were none. */
export function meanLine(before: readonly Report[]): readonly [title: string, means: string | null] {
  const weeks = before.length === 1 ? 'The week before' : `Mean of the ${number(before.length)} weeks before`;
  if (before.every(({ totals }) => totals.delivered === 0)) return [weeks, null];
  const mean = (key: keyof Counts): number => before.reduce((sum, { totals }) => sum + totals[key], 0) / before.length;
  const text = (key: keyof Counts): string => (before.length === 1 ? number(mean(key)) : oneDecimal.format(mean(key)));
  return [weeks, funnel.map(({ key, words }) => `${text(key)} ${words(before.length === 1 ? mean(key) : 2)}`).join(' · ')];
}

// ---------------------------------------------------------------- speed, and back to marketing

/** `null` where no first touch is known to the minute. */
export function speedLine({ touched, never, medianMinutes, withinTarget }: Speed): string | null {
  const all = touched + never;
  if (all === 0) return null;
  const median =
    all < enoughForRange
      ? ''
      : medianMinutes === null
        ? 'fewer than half touched so far'
        : `median ${minutesText(medianMinutes)} of open time to the first touch`;
  const inTime = withinTarget.n === 0 ? '' : `${outOf(withinTarget.k, withinTarget.n)} in time`;
  return [median, inTime, never === 0 ? 'every lead touched' : `${number(never)} not touched yet`].filter(Boolean).join(' · ');
}

/** `7 (2 stalled) · 5 taken up · 3 sent back to sales · 1 of them qualified`; `null` where none went back. */
export function marketingLine({ returned, stalled, takenUp, sentBack, recovered }: MarketingFacts): string | null {
  if (returned === 0) return null;
  const parts = [
    `${number(returned)}${stalled === 0 ? '' : ` (${number(stalled)} stalled)`}`,
    `${number(takenUp)} taken up`,
    `${number(sentBack)} sent back to sales`,
    ...(sentBack === 0 ? [] : [`${number(recovered)} of them qualified`]),
  ];
  return parts.join(' · ');
}
