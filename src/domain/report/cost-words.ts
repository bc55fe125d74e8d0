// What leads cost, in words: counts before amounts, one currency a line, never an amount where there is nothing to divide by.
import { type Align, cut, harmless, table, widthOf, wrap } from './columns.ts';
import type { Cost, CostFigures, CostRange } from './cost.ts';
import { number, outOf, several } from './wording.ts';

const rowsShown = 8;
/** The widest that fits. */
const nameColumns = [28, 20, 14] as const;
const nothing = '–';

/** One line: what was spent on one source or campaign in one currency. */
export interface CostLine {
  readonly name: string;
  readonly currency: string;
  readonly figures: CostFigures;
}

/** Biggest spend first, each currency on a line of its own. */
export function costLines(cost: Cost, by: 'source' | 'campaign'): readonly CostLine[] {
  const rows =
    by === 'source'
      ? cost.bySource.map(({ source: name, ...figures }) => ({ name, figures }))
      : cost.byCampaign.map(({ campaign: name, ...figures }) => ({ name, figures }));
  return rows.flatMap(({ name, figures }) => Object.keys(figures.spend).map((currency) => ({ name, currency, figures })));
}

// ---------------------------------------------------------------- one line as a sentence

/** `1,260 EUR for 12 leads (105 each); 6 of 8 judged qualified, 210 each so far, likely 110–450; 1 won, 1,260 each so far`. */
export function costSentence(line: CostLine): string {
  const { currency, figures } = line;
  const { leads, perLead, qualified, judged, won } = figures;
  const spent = spendText(line);
  if (leads === 0) return `0 leads for ${spent}`;
  const each = perLead[currency];
  const all = `${spent} for ${several(leads, 'lead')}${leads === 1 || each === undefined || each === null ? '' : ` (${unitText(each)} each)`}`;
  // All judged and none qualified: the shortest way to say it all.
  if (judged === leads && qualified === 0) return [perQualifiedText(line), wonText(line)].filter(Boolean).join('; ');
  const share = judged === leads ? outOf(qualified, judged) : `${outOf(qualified, judged)} judged`;
  const verdicts = judged === 0 ? 'none judged yet' : `${share} qualified${qualified === 0 ? ' so far' : `, ${perQualifiedText(line)}`}`;
  return [all, verdicts, won === 0 ? '' : wonText(line)].filter(Boolean).join('; ');
}

/** `3,200 EUR`. */
function spendText({ currency, figures }: CostLine): string {
  return `${number(figures.spend[currency] ?? 0)} ${currency}`;
}

/** What a qualified lead cost: `210 each so far, likely 110–450`, or why that cannot be said: `0 of 14 qualified for 3,200 EUR`. */
function perQualifiedText(line: CostLine): string {
  const { currency, figures } = line;
  const { judged, qualified, perQualified, perQualifiedRange, isSoFar } = figures;
  const each = perQualified[currency] ?? null;
  if (judged === 0) return 'none judged yet';
  if (qualified === 0 || each === null)
    return `0 of ${number(judged)} qualified for ${spendText(line)}${isSoFar.qualified ? ' so far' : ''}`;
  const likely = likelyText(perQualifiedRange?.[currency]);
  return likely === null ? 'too few to say' : `${unitText(each)} each${isSoFar.qualified ? ' so far' : ''}, likely ${likely}`;
}

/** `110–450`, `110 or more`; `null` with too few verdicts for a range. */
function likelyText(range: CostRange | undefined): string | null {
  if (!range) return null;
  return range.high === null ? `${unitText(range.low)} or more` : `${unitText(range.low)}–${unitText(range.high)}`;
}

function wonText({ currency, figures: { won, perWin, isSoFar } }: CostLine): string {
  const each = perWin[currency] ?? null;
  return each === null ? '' : `${number(won)} won, ${unitText(each)} each${isSoFar.won ? ' so far' : ''}`;
}

/** Of one thing: cents only where they matter. */
function unitText(amount: number): string {
  if (amount > 0 && amount < 0.01) return 'less than 0.01';
  return number(amount >= 100 ? Math.round(amount) : amount);
}

// ---------------------------------------------------------------- the tables

const heads = ['Spend', 'Leads', 'Qualified (likely)', 'Won'] as const;
const aligns = ['left', 'right', 'right', 'left', 'left'] as const satisfies readonly Align[];

/** Where the tables stand. */
export interface CostPlace {
  /** No line is wider. */
  readonly columns: number;
  /** Code points for each of the two; the rows that do not fit are counted. */
  readonly mostPoints?: number;
  /** Makes names fit that stand under each other. */
  readonly namesFor?: (names: readonly string[]) => readonly string[];
}

/** Both views and what they do not know, in lines; nothing where no money was spent. */
export function costTable({ cost }: { readonly cost?: Cost }, place: CostPlace): readonly string[] {
  if (!cost) return [];
  const views = (['source', 'campaign'] as const)
    .map((by) => fitting(`Cost by ${by}`, costLines(cost, by), place))
    .filter((lines) => lines.length > 0);
  return [
    ...views.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
    ...costUnknowns(cost).flatMap((sentence) => wrap(`- ${sentence}`, place.columns, '  ')),
  ];
}

/** As many rows as there is room for, one at least. */
function fitting(title: string, lines: readonly CostLine[], place: CostPlace): readonly string[] {
  const { mostPoints = Infinity } = place;
  let shown = Math.min(rowsShown, lines.length);
  let view = viewOf(title, lines, shown, place);
  while (shown > 1 && Array.from(view.join('\n')).length > mostPoints) view = viewOf(title, lines, (shown -= 1), place);
  return view;
}

function viewOf(title: string, lines: readonly CostLine[], count: number, { columns, namesFor }: CostPlace): readonly string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, count);
  const more = lines.length > shown.length ? [`and ${number(lines.length - shown.length)} more`] : [];
  const cells = [heads, ...shown.map(cellsOf)];
  const namesOf = (width: number): readonly string[] => {
    const names = [title, ...shown.map(({ name }) => cut(harmless(name), width))];
    return namesFor?.(names) ?? names;
  };
  for (const width of nameColumns) {
    const names = namesOf(width);
    // Names are cut before, so that the table need not: what makes them fit may stand around them.
    const rows = table(
      cells.map((row, index) => [names[index] ?? '', ...row]),
      aligns,
      Infinity,
    );
    if (rows.every((row) => widthOf(row) <= columns)) return [...rows, ...more];
  }
  // Amounts so long that no table holds them.
  const names = namesOf(nameColumns[0]);
  const sentences = shown.flatMap((line, index) => wrap(`${names[index + 1] ?? ''}: ${costSentence(line)}`, columns, '  '));
  return [title, ...sentences, ...more];
}

/** `5,400 EUR`, `42 at 129`, `10 of 32 at 540 so far (265–940)`, `1 at 5,400 so far`. */
function cellsOf(line: CostLine): readonly string[] {
  const { currency, figures } = line;
  const { leads, judged, qualified, won, isSoFar, perLead, perWin } = figures;
  const spent = spendText(line);
  if (leads === 0) return [spent, '0', `0 leads for ${spent}`, nothing];
  const [lead, win] = [perLead[currency] ?? null, perWin[currency] ?? null];
  const soFar = isSoFar.won ? ' so far' : '';
  return [
    spent,
    lead === null ? number(leads) : `${number(leads)} at ${unitText(lead)}`,
    qualified === 0 ? perQualifiedText(line) : qualifiedCell(line, outOf(qualified, judged)),
    win === null ? `none${soFar}` : `${number(won)} at ${unitText(win)}${soFar}`,
  ];
}

function qualifiedCell({ currency, figures }: CostLine, counts: string): string {
  const each = figures.perQualified[currency] ?? null;
  const likely = likelyText(figures.perQualifiedRange?.[currency]);
  if (each === null || likely === null) return `${counts}, too few to say`;
  return `${counts} at ${unitText(each)}${figures.isSoFar.qualified ? ' so far' : ''} (${likely})`;
}

// ---------------------------------------------------------------- what it does not know

/** Sentences about how far the amounts reach. */
export function costUnknowns(cost: Cost): readonly string[] {
  const rows = [...cost.bySource, ...cost.byCampaign];
  const view = cost.bySource.length > 0 ? cost.bySource : cost.byCampaign;
  const pending = view.reduce((sum, row) => sum + row.pending, 0);
  const partly = rows.filter(({ daysSpent, daysInPeriod }) => daysSpent < daysInPeriod);
  const ranged = [cost.bySource, cost.byCampaign].some((view) => view.filter((row) => row.perQualifiedRange !== null).length > 1);
  const currencies = new Set(rows.flatMap(({ spend }) => Object.keys(spend)));
  return [
    pending === 0
      ? ''
      : `${several(pending, 'lead')} that ${pending === 1 ? 'was' : 'were'} paid for ${pending === 1 ? 'has' : 'have'} no verdict yet, so what a qualified lead costs is so far.`,
    rows.some(({ isSoFar, leads }) => isSoFar.won && leads > 0) ? 'Deals come later: what a win costs is so far.' : '',
    ranged ? 'Where likely ranges overlap, nobody can tell which is cheaper.' : '',
    partly.length === 0
      ? ''
      : `For ${number(partly.length)} of these ${number(rows.length)} rows no money is recorded on some days: if some was spent, leads cost more than this says.`,
    cost.bySource.length > 0 && cost.byCampaign.length > 0 ? 'Sources and campaigns are two views: never add them up.' : '',
    currencies.size > 1 ? 'Currencies are neither converted nor added.' : '',
  ].filter((sentence) => sentence !== '');
}
