// Everything behind the digest in full, for its thread: every source, campaign, action and reason, speed and deals.
import type { Figures } from '../../domain/report/metrics.ts';
import { detailTables } from '../../domain/report/digest-tables.ts';
import { digestTitle } from '../../domain/report/digest-words.ts';
import { speedTable } from '../../domain/report/speedtable.ts';
import { number, outOf } from '../../domain/report/wording.ts';
import type { Message } from '../../message.ts';
import { brokenBlocks, clauseBlocks } from './clauses.ts';
import { costDetails } from './cost.ts';
import { columns, paragraph, together } from './digest-parts.ts';
import { type Rendered, line, richText } from './elements.ts';
import { fitting } from './fitting.ts';
import { escape } from './inert.ts';
import { bold, say } from './phrase.ts';
import { splitBlocks } from './split.ts';
import { sharedTargetDetails } from './targets.ts';
import { viewsFlagBlocks, viewsLineBlocks } from './views-digest.ts';

/** Slack breaks longer lines. */
const speedColumns = 80;
const clausesShown = 10;
const viewsShown = 10;

export function renderDigestDetails({ facts }: Extract<Message, { kind: 'digest_details' }>): Rendered {
  const { week, broken, views } = facts;
  const title = `${digestTitle(week)}, in detail`;
  const tables = detailTables(week).map((table) => ({ ...table, heading: line(bold(table.title)) }));
  return {
    text: escape(title),
    blocks: fitting([
      ...richText([line(bold(title)), week.totals.delivered === 0 ? line(say('No leads arrived.')) : null]),
      ...tables.flatMap(({ heading, lines }) => together(...(heading ? [heading] : []), ...columns(lines))),
      ...clauseBlocks(week, clausesShown),
      ...brokenBlocks(broken, week.broken?.total ?? 0),
      ...sharedTargetDetails(facts.targets),
      ...viewsFlagBlocks(views, viewsShown),
      ...viewsLineBlocks(views),
      ...together(...columns(speedTable(week, speedColumns))),
      ...splitBlocks(facts),
      ...together(...paragraph('Deals of this week’s leads', deals(week.totals))),
      ...costDetails(week),
    ]),
  };
}

function deals({ delivered, opportunities, won, lost }: Figures): string | null {
  if (opportunities === 0) return null;
  return `${outOf(opportunities, delivered)} leads became opportunities so far · ${number(won)} won · ${number(lost)} lost`;
}
