// The two views in the report of the command line.
import { harmless, table, wrap } from './columns.ts';
import type { Report } from './metrics.ts';
import type { ScoreReport } from './score-verdict.ts';
import { expectedText, heldWords, outcomeNotes, reached, reasonFlags, scoreLine, scoreNotes, wonLine } from './views-words.ts';
import { certainty, number, outOf } from './wording.ts';

/** A section for each view that has something to say. */
export function viewsSections(report: Report, columns: number): readonly (readonly string[])[] {
  return [expected(report, columns), scores(report, columns), outcomes(report, columns)];
}

function expected({ actions = [] }: Report, columns: number): readonly string[] {
  const rows = actions.flatMap(({ action, qualifiedRate, expectation }) => {
    if (!expectation) return [];
    const { k, n } = qualifiedRate;
    const sure = certainty(qualifiedRate);
    const held = heldWords[expectation.held].replace('qualified ', '');
    return [[harmless(action), `${outOf(k, n)}${sure && ` (${sure})`}`, expectedText(expectation), held]];
  });
  if (rows.length === 0) return [];
  const later = actions.filter(({ expectation }) => expectation !== null && expectation.cameBefore > 0).length;
  return [
    ...table([['By action', 'Qualified', 'Expected', ''], ...rows], ['left', 'left', 'right', 'left'], columns),
    ...(later === 0 ? [] : wrap(`${outOf(later, rows.length)} expectations were set after some of these leads came.`, columns)),
  ];
}

function scores({ scores: found }: Report, columns: number): readonly string[] {
  if (!found || found.high.qualifiedRate.n + found.low.qualifiedRate.n === 0) return [];
  return [
    ...scoreTable(found, columns),
    ...wrap(`${scoreLine(found)}.`, columns),
    ...scoreNotes(found).flatMap((one) => wrap(one, columns)),
  ];
}

/** The 2 × 2 itself. */
export function scoreTable({ cut, high, low }: ScoreReport, columns: number): readonly string[] {
  const row = (name: string, side: ScoreReport['high']): readonly string[] => [name, number(side.qualified), number(side.unqualified)];
  return table(
    [['Score', 'Qualified', 'Unqualified'], row(`${number(cut)} or more`, high), row(`below ${number(cut)}`, low)],
    ['left', 'right', 'right'],
    columns,
  );
}

function outcomes(report: Report, columns: number): readonly string[] {
  const { verdictOutcome } = report;
  if (!verdictOutcome || reached(verdictOutcome).length === 0) return [];
  const sentences = [
    ...reached(verdictOutcome).map((within) => `${wonLine(within)}.`),
    ...reasonFlags(report).map(({ words }) => words),
    ...outcomeNotes(verdictOutcome),
  ];
  return ['After the verdict', ...sentences.flatMap((sentence) => wrap(sentence, columns, '  '))];
}
