// The report in plain words, for terminals and code blocks: the sentence to repeat first, what it does not know last.
import { Temporal } from 'temporal-polyfill';
import { isReasonCode, reasonOf } from '../reasons.ts';
import { definitionUnknowns, tellingClauses, unmetWords } from './clause-words.ts';
import { cut, harmless, table, wrap } from './columns.ts';
import { dayText, daysText } from './days-text.ts';
import { effortTable } from './effort-words.ts';
import { costTable } from './cost-words.ts';
import { unknownName } from './group.ts';
import type { Figures, Report } from './metrics.ts';
import { outcomeTable } from './outcome-words.ts';
import { isOrderUnsure, orderUnsure } from './sourcerows.ts';
import { sourceTable } from './sourcetable.ts';
import { viewsSections } from './views-table.ts';
import { spanOf } from './week.ts';
import { speedTable } from './speedtable.ts';
import { certainty, enoughForPercent, number, outOf, several } from './wording.ts';
import type { Share } from './wilson.ts';

/** No line is wider. */
const columns = 100;
/** With more sources than this, some ranges stand out by chance. */
const manySources = 10;
const currenciesShown = 5;
const currencyColumns = 9;

/** The whole report in lines of at most 100 columns; strangers' names in it are harmless to terminals. Ends without a line break. */
export function reportText(report: Report): string {
  const { totals } = report;
  const head = [...wrap(headline(totals), columns), ...wrap(aboutPeriod(report), columns)];
  const body =
    totals.delivered === 0
      ? [costTable(report, { columns })]
      : [
          funnel(totals),
          sourceTable(report.bySource, columns),
          whyNot(report),
          clauses(report),
          speedTable(report, columns),
          effortTable(report, columns),
          outcomes(totals),
          outcomeTable(report, columns),
          ...viewsSections(report, columns),
          costTable(report, { columns }),
        ];
  const sections = [head, ...body, unknowns(report)].filter((lines) => lines.length > 0);
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

/** The sentence that somebody can repeat in a meeting. */
export function headline(totals: Figures): string {
  const { delivered, judged, qualified, notCounted, qualifiedRate } = totals;
  if (delivered === 0) return 'No leads arrived, so there is nothing to judge.';
  if (judged === 0) return `No verdicts yet on ${several(delivered, 'lead')}.`;
  const sure = certainty(qualifiedRate);
  // A share may rest on fewer verdicts than were given: then it says so.
  const base = notCounted === 0 ? '' : ` of the ${number(qualifiedRate.n)} that count`;
  return `${number(judged)} of ${several(delivered, 'lead')} judged; ${number(qualified)} qualified${sure && ` (${sure}${base})`}.`;
}

// ---------------------------------------------------------------- which days

/** `Leads of 16–22 November 2026 (America/New_York), as known on 23 November 2026, 09:00.` */
function aboutPeriod({ period }: Report): string {
  const known = Temporal.Instant.from(period.asOf).toZonedDateTimeISO(period.timezone);
  const time = known.toPlainTime().toString({ smallestUnit: 'minute' });
  return `Leads of ${daysText(period.from, period.to)} (${period.timezone}), as known on ${dayText(known.toPlainDate(), 'year')}, ${time}.`;
}

// ---------------------------------------------------------------- sections

function funnel(totals: Figures): readonly string[] {
  const { delivered, firstTime, returning, claimed, judged, qualified, unqualified, pending, returned, stalled } = totals;
  const rows: readonly (readonly [string, number, string])[] = [
    ['Leads', delivered, returning === 0 ? '' : `${number(firstTime)} for the first time, ${number(returning)} returning`],
    ['Claimed', claimed, ''],
    ['Judged', judged, judged === 0 ? '' : `${number(qualified)} qualified, ${number(unqualified)} unqualified`],
    ['No verdict yet', pending, ''],
    ['Back to marketing', returned, stalled === 0 ? '' : `of which ${number(stalled)} stalled`],
  ];
  return table(
    rows.map(([label, count, more]) => [label, number(count), more]),
    ['left', 'right', 'left'],
    columns,
  );
}

function whyNot({ totals, reasons }: Report): readonly string[] {
  if (totals.unqualified === 0) return [];
  const rows = reasons.map(({ code, label, count, share }) => {
    const part = totals.unqualified < enoughForPercent ? '' : `${Math.round(share * 100)} %`;
    const isCounted = isReasonCode(code) && reasonOf(code).isCounted;
    return [label, outOf(count, totals.unqualified), part, isCounted ? '' : 'not counted against the source'];
  });
  return table([['Why not', '', '', ''], ...rows], ['left', 'right', 'right', 'left'], columns);
}

/** By the definition in force: what each criterion explains of the rejections, and how many qualified leads broke it. */
function clauses({ definition, totals, period }: Report): readonly string[] {
  if (!definition || totals.judged === 0) return [];
  const { version, since, qualified, unqualified } = definition;
  const day = dayText(Temporal.Instant.from(since).toZonedDateTimeISO(period.timezone).toPlainDate(), 'year');
  const rows = tellingClauses(definition).map((clause) => {
    const { words, failed, share, unmetQualified, hasRule } = clause;
    const part = unqualified < enoughForPercent || share === null ? '' : ` (${Math.round(share * 100)} %)`;
    return [
      harmless(words),
      outOf(failed, unqualified) + part,
      hasRule ? `${outOf(unmetQualified, qualified)} qualified ${unmetWords(clause)}` : '',
    ];
  });
  return [
    `The definition, version ${version} (in force since ${day})`,
    ...(rows.length === 0 ? [] : table([['Criterion', 'Explains', ''], ...rows], ['left', 'right', 'left'], columns)),
    ...definitionUnknowns(definition).flatMap((sentence) => wrap(sentence, columns)),
  ];
}

function outcomes({ opportunities, won, lost, wonAmount, wonRate, winRate }: Figures): readonly string[] {
  if (opportunities === 0) return ['No opportunities or deals recorded yet.'];
  const rows = [
    ['Opportunities', number(opportunities), ''],
    ['Won', number(won), `${outOf(won, wonRate.n)} leads${inBrackets(wonRate)}`],
    ['Lost', number(lost), winRate.n === 0 ? '' : `${outOf(won, winRate.n)} decided won${inBrackets(winRate)}`],
  ];
  const lines = table(rows, ['left', 'right', 'left'], columns);
  return won === 0 ? lines : [...lines, ...wrap(`Won amount: ${moneyText(wonAmount)}`, columns, '  ')];
}

function inBrackets(share: Share): string {
  const sure = certainty(share);
  return sure && ` (${sure})`;
}

function moneyText(amounts: Readonly<Record<string, number>>): string {
  const sums = Object.entries(amounts).map(([currency, sum]) => `${number(sum)} ${cut(harmless(currency), currencyColumns)}`);
  if (sums.length === 0) return 'not given';
  const shown = sums.slice(0, currenciesShown);
  return shown.join(', ') + (sums.length > shown.length ? ` and ${sums.length - shown.length} more` : '');
}

// ---------------------------------------------------------------- honesty

/** What nobody should read into the numbers. */
function unknowns(report: Report): readonly string[] {
  const { period, totals, bySource, reasons } = report;
  const { delivered, qualified, unqualified, notCounted, pending } = totals;
  const isOver = Temporal.Instant.from(period.asOf).epochMilliseconds >= spanOf(period, period.timezone).toAt;
  const notGiven = reasons.find((row) => row.code === '(not given)')?.count ?? 0;
  const unknown = bySource.find((group) => group.source === unknownName);
  const sentences = [
    isOver ? '' : 'These days are not over yet: leads may still arrive.',
    pending === 0
      ? ''
      : `${several(pending, 'lead')} without a verdict: in the end ${number(qualified)} to ${outOf(qualified + pending, delivered)} may be qualified.`,
    notCounted === 0
      ? ''
      : `Shares leave out ${number(notCounted)} of ${number(unqualified)} unqualified, whose reasons do not count against the source.`,
    notGiven === 0 ? '' : `${several(notGiven, 'unqualified verdict')} came without a reason.`,
    unknown ? `${several(unknown.delivered, 'lead')} came without a source, ${number(unknown.qualified)} of them qualified.` : '',
    isOrderUnsure(bySource) ? orderUnsure : '',
    bySource.length > manySources ? `Among ${number(bySource.length)} sources some look good or bad by chance alone.` : '',
    ...speedUnknowns(report),
    coverageSentence(totals),
  ];
  const lines = sentences.filter((sentence) => sentence !== '').flatMap((sentence) => wrap(`- ${sentence}`, columns, '  '));
  return lines.length === 0 ? [] : ['What this does not know', ...lines];
}

function speedUnknowns({ totals, speed }: Report): readonly string[] {
  const { touched, never, withinTarget } = speed;
  const leftOut = totals.delivered - touched - never;
  const waiting = touched + never - withinTarget.n;
  return [
    leftOut === 0
      ? ''
      : `The first touch of ${several(leftOut, 'lead')} is not known to the minute, so speed leaves ${leftOut === 1 ? 'it' : 'them'} out.`,
    waiting === 0 ? '' : `${number(waiting)} of the ${number(never)} that nobody has touched can still be claimed in time.`,
  ];
}

/** How far the verdicts reach: a good quality on a tenth of the leads must be seen as such. */
function coverageSentence({ delivered, coverage }: Figures): string {
  if (delivered === 0) return '';
  if (coverage.n === 0) return 'Too early to say how many get a verdict: the time for one is over for no lead yet.';
  const younger = delivered - coverage.n;
  const sentence = `Of ${several(coverage.n, 'lead')} whose time for a verdict is over, ${number(coverage.k)} ${coverage.k === 1 ? 'has' : 'have'} one`;
  return `${sentence}${inBrackets(coverage)}.${younger === 0 ? '' : ` ${several(younger, 'lead')} ${younger === 1 ? 'is' : 'are'} younger.`}`;
}
