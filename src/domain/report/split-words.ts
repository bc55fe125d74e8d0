// Follow-up and leads in words: counts, whether a row clearly differs, and one sentence that asks nobody to mend the other's week.
import { Temporal } from 'temporal-polyfill';
import { table, wrap } from './columns.ts';
import { type Attempts, type Effort, attemptBands } from './effort.ts';
import type { Report } from './metrics.ts';
import type { Split, SplitMeasure, SplitRow, SplitSide } from './split.ts';
import { number, outOf, range, several } from './wording.ts';
import type { Share } from './wilson.ts';

/** TABLE: how a measure is called, and what happened where it fell. */
const words = {
  withinTarget: { label: 'First touch in time', less: 'the first touch came later' },
  reach: { label: 'Reached', less: 'fewer were reached' },
  attempted: { label: 'Attempt logged', less: 'fewer attempts were logged' },
  coverage: { label: 'Judged when due', less: 'fewer were judged when due' },
  data: { label: 'Usable contact data', less: 'fewer had usable contact data' },
  fit: { label: 'Fitted', less: 'fewer leads fitted' },
  intent: { label: 'Ready to buy', less: 'fewer were ready to buy' },
} as const satisfies Record<SplitMeasure, { label: string; less: string }>;

const changes = {
  more: 'clearly more often',
  less: 'clearly less often',
  none: 'no clear change',
  differs: 'different, on few',
  'too few': 'too few to say',
  unlogged: 'not logged all the time',
} as const satisfies Record<SplitRow['change'], string>;

export const sideTitles = { followUp: 'Follow-up', leads: 'Leads' } as const satisfies Record<SplitSide, string>;
export const splitSides = ['followUp', 'leads'] as const satisfies readonly SplitSide[];

/** What the rows are beside: `the last 8 weeks, each as it stood at the same age`. */
export function splitBase({ weeks }: Split): string {
  return weeks === 1
    ? 'the week before, as it stood at the same age'
    : `the last ${number(weeks)} weeks, each as it stood at the same age`;
}

export interface SplitWords {
  readonly label: string;
  /** `12 of 40, before 250 of 320: clearly less often`. */
  readonly counts: string;
}

/** The rows of a side; those that nobody can say anything of are left out. */
export function splitWords({ rows }: Split, side: SplitSide): readonly SplitWords[] {
  return rows
    .filter((row) => row.side === side && row.change !== 'unlogged' && row.now.n + row.then.n > 0)
    .map(({ measure, now, then, change }) => ({
      label: words[measure].label,
      counts: `${outOf(now.k, now.n)}, before ${outOf(then.k, then.n)}: ${changes[change]}`,
    }));
}

// ---------------------------------------------------------------- the sentence

/** Which side differs, said once: *The follow-up was as usual; fewer leads fitted.* */
export function splitSentence({ rows }: Split): string {
  const fell = (side: SplitSide): readonly string[] =>
    rows.filter((row) => row.side === side && row.change === 'less').map(({ measure }) => words[measure].less);
  const [followUp, leads] = [fell('followUp'), fell('leads')];
  if (followUp.length > 0 && leads.length > 0) return 'Both changed; look at both.';
  if (followUp.length > 0) return `${standing(rows, 'leads')}; ${listed(followUp)}.`;
  if (leads.length > 0) return `${standing(rows, 'followUp')}; ${listed(leads)}.`;
  return rows.some(({ change }) => change === 'none') ? 'Nothing changed clearly beside the total.' : 'Too few to say which side changed.';
}

const sideWords = {
  followUp: { name: 'the follow-up', was: 'was' },
  leads: { name: 'the leads', was: 'were' },
} as const satisfies Record<SplitSide, { name: string; was: string }>;

/** How the side stood of which nothing fell; as usual only where somebody could have seen it fall. */
function standing(rows: readonly SplitRow[], side: SplitSide): string {
  const { name, was } = sideWords[side];
  const seen = rows.filter((row) => row.side === side).map(({ change }) => change);
  if (seen.includes('differs') || !seen.some((change) => change === 'none' || change === 'more')) return `Too few to say about ${name}`;
  return `${name.replace('the', 'The')} ${was} ${seen.includes('more') ? 'no worse than usual' : 'as usual'}`;
}

function listed(clauses: readonly string[]): string {
  const last = clauses.at(-1) ?? '';
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join(', ')} and ${last}`;
}

// ---------------------------------------------------------------- attempts

/** How far attempts tell something: `4 of 6 “No response” have no attempt logged`; `''` where there is nothing to say. */
export function attemptsSentence({ attempts, followUp }: Effort): string {
  if (followUp.attempted.n === 0) return '';
  if (attempts.loggedSince === null) return 'Attempts are not logged here, so nothing is known of how often somebody tried.';
  if (!attempts.isComparable) return `Attempts are logged since ${dayText(attempts)}, so little can be said of these leads.`;
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

function dayText({ loggedSince }: Attempts): string {
  return Temporal.PlainDate.from(loggedSince ?? '').toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
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
    aside === 0 ? '' : `${several(aside, 'verdict')} ${aside === 1 ? 'speaks' : 'speak'} of neither.`,
  ].filter((sentence) => sentence !== '');
  return [
    ...table(rows, ['left', 'right', 'right', 'left', 'right', 'right'], columns),
    ...sentences.flatMap((sentence) => wrap(sentence, columns)),
  ];
}

/** `Reached`, `18 of 20`, `70–97 %`; without those of whom there is none. */
function cells(...shares: readonly (readonly [SplitMeasure, Share])[]): readonly (readonly string[])[] {
  return shares.filter(([, { n }]) => n > 0).map(([measure, share]) => [words[measure].label, outOf(share.k, share.n), range(share)]);
}
