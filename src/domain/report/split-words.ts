// A week beside its own normal in words: counts, whether a row clearly differs, and one sentence that asks nobody to mend the other's week.
import { measureLabels } from './effort-words.ts';
import type { Split, SplitMeasure, SplitRow, SplitSide } from './split.ts';
import { number, outOf } from './wording.ts';

/** TABLE: what happened where a measure fell. */
const falls = {
  withinTarget: 'the first touch came later',
  reach: 'fewer were reached',
  attempted: 'fewer attempts were logged',
  coverage: 'fewer were judged when due',
  data: 'fewer had usable contact data',
  fit: 'fewer leads fitted',
  intent: 'fewer were ready to buy',
} as const satisfies Record<SplitMeasure, string>;

const changes = {
  more: 'clearly more often',
  less: 'clearly less often',
  none: 'no clear change',
  differs: 'different, on few',
  'too few': 'too few to say',
} as const satisfies Record<Exclude<SplitRow['change'], 'unlogged'>, string>;

/** What the rows are beside: `the last 8 weeks, each as it stood at the same age`. */
export function splitBase({ weeks }: Split): string {
  return weeks === 1 ? 'the week before, as it stood at the same age' : `the last ${number(weeks)} weeks, each as it stood at the same age`;
}

export interface SplitWords {
  readonly label: string;
  /** `12 of 40, before 250 of 320: clearly less often`. */
  readonly counts: string;
}

/** The rows of a side; those that nobody can say anything of are left out. */
export function splitWords({ rows }: Split, side: SplitSide): readonly SplitWords[] {
  return rows
    .filter((row) => row.side === side)
    .flatMap(({ measure, now, usual, change }) => {
      if (change === 'unlogged' || now.n === 0) return [];
      return [{ label: measureLabels[measure], counts: `${outOf(now.k, now.n)}, before ${outOf(usual.k, usual.n)}: ${changes[change]}` }];
    });
}

// ---------------------------------------------------------------- the sentence

/** Which side differs, said once: *The follow-up was as usual; fewer leads fitted.* */
export function splitSentence({ rows }: Split): string {
  const fell = (side: SplitSide): readonly string[] =>
    rows.filter((row) => row.side === side && row.change === 'less').map(({ measure }) => falls[measure]);
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
