// Follow-up and leads of a period in words: its own counts, and how far attempts tell something.
import { table, wrap } from './columns.ts';
import { type Attempts, type Effort, attemptBands } from './effort.ts';
import type { Report } from './metrics.ts';
import type { SplitMeasure, SplitSide } from './split.ts';
import { number, outOf, range, several } from './wording.ts';
import type { Share } from './wilson.ts';
import { shortDay } from './days-text.ts';

export const splitSides = ['followUp', 'leads'] as const satisfies readonly SplitSide[];
export const sideTitles = { followUp: 'Follow-up', leads: 'Leads' } as const satisfies Record<SplitSide, string>;

export const measureLabels = {
  withinTarget: 'First touch in time',
  reach: 'Reached',
  attempted: 'Attempt logged',
  coverage: 'Judged when due',
  data: 'Usable contact data',
  fit: 'Fitted',
  intent: 'Ready to buy',
} as const satisfies Record<SplitMeasure, string>;

/** How far attempts tell something: `4 of 6 “No response” have no attempt logged`; `''` where there is nothing to say. */
export function attemptsSentence({ attempts, followUp }: Effort): string {
  if (followUp.attempted.n === 0) return attempts.unknown === 0 ? '' : 'How often somebody tried is not known of imported leads.';
  if (attempts.loggedSince === null) return 'Attempts are not logged here, so nothing is known of how often somebody tried.';
  if (!attempts.isComparable) return `Attempts are logged since ${shortDay(attempts.loggedSince)}, so little can be said of these leads.`;
  const all = attempts.noResponse.reduce((sum, count) => sum + count, 0);
  const [none = 0] = attempts.noResponse;
  if (all === 0) return '';
  if (none === 0) return `Every “No response” has an attempt logged${byBand(attempts)}.`;
  const rest = none === all ? '' : byBand(attempts);
  return `${outOf(none, all)} “No response” ${none === 1 ? 'has' : 'have'} no attempt logged${rest}; perhaps it is only the logging that is missing.`;
}

/** ` (2 have 1, 1 has 3 or more)`. */
function byBand({ noResponse }: Attempts): string {
  const parts = attemptBands.slice(1).flatMap((band) => {
    const count = noResponse[band] ?? 0;
    const many = band === attemptBands.at(-1) ? `${band} or more` : String(band);
    return count === 0 ? [] : [`${number(count)} ${count === 1 ? 'has' : 'have'} ${many}`];
  });
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

// ---------------------------------------------------------------- a week by itself

/** The period's own counts in lines, the two sides beside each other; nothing where nothing can be said. */
export function effortTable({ effort }: Pick<Report, 'effort'>, columns: number): readonly string[] {
  const { followUp, leads, attempts, aside } = effort;
  const sides = {
    followUp: cells(
      ['withinTarget', followUp.withinTarget],
      ['reach', followUp.reach],
      ...(attempts.isComparable ? [['attempted', followUp.attempted] as const] : []),
      ['coverage', followUp.coverage],
    ),
    leads: cells(['data', leads.data], ['fit', leads.fit], ['intent', leads.intent]),
  } as const satisfies Record<SplitSide, unknown>;
  const most = Math.max(sides.followUp.length, sides.leads.length);
  if (most === 0) return [];
  const rows = [
    splitSides.flatMap((side) => [sideTitles[side], '', '']),
    ...Array.from({ length: most }, (_, index) => splitSides.flatMap((side) => sides[side][index] ?? ['', '', ''])),
  ];
  const isTold = attempts.isComparable && attempts.total > 0;
  const sentences = [
    isTold ? `${several(attempts.total, 'attempt')} logged on ${several(followUp.attempted.k, 'lead')}.` : '',
    attemptsSentence(effort),
    aside === 0 ? '' : `${several(aside, 'verdict')} ${aside === 1 ? 'speaks' : 'speak'} of neither side.`,
  ].filter((sentence) => sentence !== '');
  return [
    ...table(rows, ['left', 'right', 'right', 'left', 'right', 'right'], columns),
    ...sentences.flatMap((sentence) => wrap(sentence, columns)),
  ];
}

/** `Reached`, `18 of 20`, `70–97 %`; without those of whom there is none. */
function cells(...shares: readonly (readonly [SplitMeasure, Share])[]): readonly (readonly string[])[] {
  return shares.filter(([, { n }]) => n > 0).map(([measure, share]) => [measureLabels[measure], outOf(share.k, share.n), range(share)]);
}
