// The weekly digest: one message that a manager can read out, with its chart and table, or in words where Slack refuses those.
import type { KnownBlock, TableBlock } from '@slack/types';
import type { OldestLead } from '../../domain/report/digest.ts';
import { type ChartWeek, chartSeries, chartText, chartTitle, verdictsByWeek } from '../../domain/report/digest-chart.ts';
import { sourceLines, tableHeads } from '../../domain/report/digest-tables.ts';
import {
  changeSentence,
  digestHeadline,
  digestTitle,
  funnelLine,
  marketingLine,
  meanLine,
  speedLine,
} from '../../domain/report/digest-words.ts';
import { outcomesLine } from '../../domain/report/outcome-words.ts';
import { type SourceRow, qualifiedText, sourceRows } from '../../domain/report/sourcerows.ts';
import { digestUnknowns } from '../../domain/report/unknowns.ts';
import { number } from '../../domain/report/wording.ts';
import type { Message } from '../../message.ts';
import { changesParagraph } from './changes-paragraph.ts';
import { barChart } from './chart.ts';
import { tellingClauseBlocks } from './clauses.ts';
import { sharedTargets } from './targets.ts';
import { costBlocks } from './cost.ts';
import { bullets, columns, nameWords, paragraph, publicWords, smallPrint, together, whyNotBlocks } from './digest-parts.ts';
import { type Rendered, header, line, linked, markLine, ownSection } from './elements.ts';
import { fitting } from './fitting.ts';
import { budgets, escape } from './inert.ts';
import { viewsFlagBlocks } from './views-digest.ts';
import { type Phrase, bold, doer, moment, say } from './phrase.ts';
import { weakWeekBlocks } from './split.ts';

/** A message that is read on a phone between two meetings: what is longer stands in the thread. */
const reasonsShown = 3;
const oldestShown = 3;
const clausesShown = 3;
const costsShown = 3;
const viewsShown = 2;

/** Its order: what to repeat, the weeks, the sources, what both sides aim at, why not, what was done, who waits, what it does not know. */
export function renderDigest({ facts, marks, timezone }: Extract<Message, { kind: 'digest' }>): Rendered {
  const { week, before, quotes } = facts;
  const title = digestTitle(week);
  const headline = digestHeadline(week.totals);
  const change = changeSentence(facts);
  const weeks = verdictsByWeek(facts);
  const rows = sourceRows(week.bySource);
  return {
    text: escape(`${title}: ${headline}${change && ` ${change}`}`),
    blocks: fitting([
      header(title),
      ownSection([bold(headline), ...(change ? [say(` ${change}`)] : [])]),
      ...(marks.isPlain
        ? [...together(...columns(chartText(weeks))), ...together(...columns(sourceLines(rows)))]
        : [...weeksChart(weeks), ...sourcesTable(rows)]),
      ...together(...paragraph('The week', funnelLine(week)), ...paragraph(...meanLine(before))),
      ...weakWeekBlocks(facts),
      ...sharedTargets(facts.targets),
      ...whyNotBlocks(week, quotes, reasonsShown),
      ...tellingClauseBlocks(week, clausesShown),
      ...changesParagraph(facts.changes),
      ...viewsFlagBlocks(facts.views, viewsShown),
      ...(week.totals.delivered === 0
        ? []
        : together(...paragraph('Speed', speedLine(week.speed)), ...paragraph('Back to marketing', marketingLine(facts.marketing)))),
      ...together(...paragraph('Deals', outcomesLine(facts))),
      ...costBlocks(week, costsShown),
      ...oldest(facts.oldest, timezone),
      ...smallPrint([...digestUnknowns(facts), ...(week.totals.delivered === 0 ? [] : ['Details in the thread.'])]),
      ...markLine(marks),
    ]),
  };
}

function weeksChart(weeks: readonly ChartWeek[]): KnownBlock[] {
  if (weeks.length === 0) return [];
  const series = chartSeries.map(({ key, name }) => ({ name, values: weeks.map((week) => week[key]) }));
  return [
    barChart(
      chartTitle,
      weeks.map(({ label }) => label),
      series,
      'leads',
    ),
  ];
}

function sourcesTable(rows: readonly SourceRow[]): TableBlock[] {
  if (rows.length === 0) return [];
  const cells = [
    ['Source', ...tableHeads],
    ...rows.map((row) => [nameWords(row.name), number(row.delivered), qualifiedText(row), row.likely, row.because]),
  ];
  return [
    {
      type: 'table',
      column_settings: [{ is_wrapped: true }, { align: 'right' }, { align: 'right' }, { align: 'right' }, { is_wrapped: true }],
      rows: cells.map((row) => row.map((text) => ({ type: 'raw_text', text }))),
    },
  ];
}

// ---------------------------------------------------------------- who waits longest

/** How many are open in all stands in the small print. */
function oldest(leads: readonly OldestLead[], timezone: string): KnownBlock[] {
  const title = line(bold('Open longest'));
  if (leads.length === 0 || !title) return [];
  const rows = leads.slice(0, oldestShown).map((lead) => oldestPhrase(lead, timezone));
  return together(title, ...bullets(rows));
}

function oldestPhrase({ name, company, state, owner, since, link }: OldestLead, timezone: string): Phrase {
  const title = [name, company].map((words) => publicWords(words, budgets.heading)).filter(Boolean);
  return [
    bold(title.join(' · ') || 'A lead'),
    say(' · '),
    ...stands[state](owner),
    say(', since '),
    moment(since, timezone, 'day'),
    ...linked('Open', link),
  ];
}

/** TABLE: with whom it is. */
const stands: { readonly [state in OldestLead['state']]: (owner: string | null) => Phrase } = {
  new: () => [say('waiting for anyone')],
  claimed: (owner) => (owner === null ? [say('claimed')] : [say('with '), doer(owner)]),
  returned: () => [say('back with marketing')],
  nurturing: () => [say('being warmed up by marketing')],
};
