// The report for one person: the private answer of /lead report, and *Lead quality* in App Home. No table and no chart: App Home takes neither.
import { digestHeadline, speedLine } from '../../domain/report/digest-words.ts';
import type { Report } from '../../domain/report/metrics.ts';
import { type SourceRow, qualifiedText, sourceRows } from '../../domain/report/sourcerows.ts';
import { reportUnknowns } from '../../domain/report/unknowns.ts';
import { several } from '../../domain/report/wording.ts';
import { clauseBlocks } from './clauses.ts';
import { bullets, nameInLine, paragraph, smallPrint, together, whyNotBlocks } from './digest-parts.ts';
import { type Rendered, header, line, ownSection } from './elements.ts';
import { escape } from './inert.ts';
import { type Phrase, bold, say } from './phrase.ts';

const reasonsShown = 3;
const clausesShown = 3;

/** What is asked most of a report, short enough for a phone. The title must be ours. */
export function reportAnswer(report: Report, title: string): Rendered {
  const { totals, bySource, speed } = report;
  const headline = digestHeadline(totals);
  const sources = line(bold('By source'));
  const rows = bullets(sourceRows(bySource).map(sourcePhrase));
  return {
    text: escape(`${title}: ${headline}`),
    blocks: [
      header(title),
      ownSection([bold(headline)]),
      ...together(...(sources && rows.length > 0 ? [sources] : []), ...rows),
      ...whyNotBlocks(report, [], reasonsShown),
      ...clauseBlocks(report, clausesShown),
      ...(totals.delivered === 0 ? [] : together(...paragraph('Speed', speedLine(speed)))),
      ...smallPrint(reportUnknowns(report)),
    ],
  };
}

/** `google-ads  4 of 11 qualified, likely 15–65 %, 20 leads`. */
function sourcePhrase(row: SourceRow): Phrase {
  const verdicts = row.of === 0 ? [] : [`${qualifiedText(row)} qualified`];
  const likely = row.likely === '–' ? [] : [/^\d/.test(row.likely) ? `likely ${row.likely}` : row.likely];
  return [bold(nameInLine(row.name)), say(`  ${[...verdicts, ...likely, several(row.delivered, 'lead')].join(', ')}`)];
}
