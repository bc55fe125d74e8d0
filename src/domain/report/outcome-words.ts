// What became of the leads, in words: at equal age, with what cannot be compared said beside it.
import { type Align, cut, harmless, table, wrap } from './columns.ts';
import { changeOf } from './difference.ts';
import type { DigestFacts } from './digest.ts';
import type { Report } from './metrics.ts';
import type { Cycle, Outcomes } from './outcomes.ts';
import { type Share, shareOf } from './wilson.ts';
import { certainty, enoughForPercent, number, outOf, several } from './wording.ts';
import { shortDay } from './days-text.ts';

const sourcesShown = 8;
const currenciesShown = 3;
const currencyColumns = 9;

/** Nothing where no outcome was ever recorded: then there is nothing to say but that. */
export function outcomeTable({ outcomes }: Pick<Report, 'outcomes'>, columns: number): readonly string[] {
  if (outcomes.recordedSince === null) return [];
  return [
    ...ages(outcomes, columns),
    ...[sizes(outcomes), cycles(outcomes), sinceNote(outcomes)]
      .filter((words) => words !== '')
      .flatMap((words) => wrap(words, columns, '  ')),
    ...sources(outcomes, columns),
  ];
}

function ages({ within }: Outcomes, columns: number): readonly string[] {
  const old = within.filter(({ opportunity }) => opportunity.n > 0);
  if (old.length === 0) return ['No lead is 30 days old yet, so it is too early to compare what became of them.'];
  const rows = old.map(({ days, opportunity, won, tooYoung }) => [
    `within ${days} days`,
    sure(opportunity),
    sure(won),
    tooYoung === 0 ? '' : `${number(tooYoung)} too young`,
  ]);
  return table([['At equal age', 'Opportunity', 'Won', ''], ...rows], ['left', 'left', 'left', 'left'], columns);
}

function sure(share: Share): string {
  const words = certainty(share);
  return outOf(share.k, share.n) + (words && ` (${words})`);
}

function sizes({ dealSize }: Outcomes): string {
  if (dealSize.length === 0) return '';
  const shown = dealSize.slice(0, currenciesShown).map(({ currency, deals, mean, median }) => {
    const size = deals === 1 ? `${number(mean)} ${code(currency)}` : `median ${number(median)}, mean ${number(mean)} ${code(currency)}`;
    return `${size} (${several(deals, 'deal')})`;
  });
  return `Deal size: ${shown.join('; ')}${dealSize.length > shown.length ? ' and more' : ''}.`;
}

function cycles({ openedToWon, opportunityToWon }: Outcomes): string {
  if (openedToWon.medianDays === null) return '';
  const second = opportunityToWon.medianDays === null ? '' : `, ${took(opportunityToWon)} from opportunity to won`;
  return `Cycle: ${took(openedToWon)} from lead to won${second}.`;
}

function took({ deals, medianDays }: Cycle): string {
  return `median ${number(medianDays ?? 0)} ${medianDays === 1 ? 'day' : 'days'} (${several(deals, 'deal')})`;
}

/** Weeks in which nobody recorded outcomes look bad beside later ones, and are not. */
function sinceNote({ recordedSince, isComparable }: Outcomes): string {
  return recordedSince === null || isComparable
    ? ''
    : `No outcomes recorded before ${shortDay(recordedSince)}: earlier weeks cannot be compared.`;
}

function sources({ bySource }: Outcomes, columns: number): readonly string[] {
  if (bySource.length === 0) return [];
  const rows = bySource
    .slice(0, sourcesShown)
    .map(({ source, opportunities, won, pipeline, revenue }) => [
      harmless(source),
      number(opportunities),
      number(won),
      moneyText(pipeline),
      moneyText(revenue),
    ]);
  const aligns: readonly Align[] = ['left', 'right', 'right', 'left', 'left'];
  const more = bySource.length > sourcesShown ? [`and ${number(bySource.length - sourcesShown)} more`] : [];
  return [...table([['Brought by', 'Opportunities', 'Won', 'Open pipeline', 'Revenue'], ...rows], aligns, columns), ...more];
}

function moneyText(sums: Readonly<Record<string, number>>): string {
  const shown = Object.entries(sums)
    .slice(0, currenciesShown - 1)
    .map(([currency, sum]) => `${number(sum)} ${code(currency)}`);
  return shown.length === 0 ? '–' : shown.join(', ') + (Object.keys(sums).length > shown.length ? ' …' : '');
}

/** A currency comes from a caller. */
function code(currency: string): string {
  return cut(harmless(currency), currencyColumns);
}

// ---------------------------------------------------------------- in the digest

/** The newest of the weeks before that is 30 days old, beside those before it; `null` where there is nothing to say yet. */
export function outcomesLine({ before }: Pick<DigestFacts, 'before'>): string | null {
  const old = before.filter(({ outcomes }) =>
    outcomes.within.some(({ days, opportunity, tooYoung }) => days === 30 && opportunity.n > 0 && tooYoung === 0),
  );
  const newest = old.at(-1);
  const earlier = old.slice(0, -1);
  if (!newest || old.every((week) => at30(week).k === 0)) return null;
  const share = at30(newest);
  const told = `${outOf(share.k, share.n)} leads of the week of ${shortDay(newest.period.from)} were opportunities within 30 days`;
  return `${told}${inBrackets(share)}${compared(share, earlier)}`;
}

function at30({ outcomes }: Report): Share {
  return outcomes.within.find(({ days }) => days === 30)?.opportunity ?? shareOf(0, 0);
}

function inBrackets(share: Share): string {
  const words = certainty(share);
  return words && ` (${words})`;
}

/** A change is called only where outcomes were recorded all the time; that they began to be recorded is none. */
function compared(share: Share, earlier: readonly Report[]): string {
  if (earlier.length === 0) return '';
  const unsure = earlier.find(({ outcomes }) => !outcomes.isComparable)?.outcomes.recordedSince;
  if (unsure !== undefined) {
    return unsure === null ? '' : `; no outcomes recorded before ${shortDay(unsure)}, so earlier weeks cannot be compared`;
  }
  const sum = (of: (share: Share) => number): number => earlier.reduce((total, week) => total + of(at30(week)), 0);
  const then = shareOf(
    sum(({ k }) => k),
    sum(({ n }) => n),
  );
  const weeks = earlier.length === 1 ? 'the week before it' : `the ${number(earlier.length)} weeks before it`;
  const change = changeOf(share, then);
  if (change === 'too few') return '; too few to compare';
  if (change === 'none') return `; no clear change from ${weeks}`;
  // So few show that something differs; the direction is left to the counts.
  if (Math.min(share.n, then.n) < enoughForPercent) return `; different from ${weeks}, on few (${outOf(then.k, then.n)} then)`;
  return `; clearly ${change === 'up' ? 'more' : 'fewer'} than in ${weeks} (${outOf(then.k, then.n)})`;
}
