// What leads cost, for everyone to read: a few sources in the digest, all of it in its thread.
import type { KnownBlock } from '@slack/types';
import { type CostLine, costLines, costSentence, costTable } from '../../domain/report/cost-words.ts';
import { isolatedAll } from '../../domain/report/direction.ts';
import type { Report } from '../../domain/report/metrics.ts';
import { enoughForRange, number } from '../../domain/report/wording.ts';
import { bullets, columns, nameInLine, together } from './digest-parts.ts';
import { line } from './elements.ts';
import { type Phrase, bold, say } from './phrase.ts';

/** A terminal's width: Slack breaks longer lines on a phone anyway. */
const lineColumns = 100;
/** Of each table; both fit one message beside the other details. */
const viewPoints = 1_000;
/** One character can be made of any number of code points. */
const namePoints = 72;

/**
 * The sources with the most money, or the campaigns where only those have some, of which enough is judged to say what a qualified lead costs.
 * The others stand in the thread. Nothing where none can be said.
 */
export function costBlocks({ cost }: Report, shown: number): KnownBlock[] {
  if (!cost) return [];
  const lines = costLines(cost, cost.bySource.length > 0 ? 'source' : 'campaign');
  const told = lines.filter(({ figures }) => figures.judged >= enoughForRange).slice(0, shown);
  const title = line(bold('Cost'));
  if (told.length === 0) return [];
  const more = lines.length - told.length;
  const phrases = told.map(costPhrase);
  return together(
    ...(title ? [title] : []),
    ...bullets(more > 0 ? [...phrases, [say(`and ${number(more)} more in the thread`)]] : phrases),
  );
}

/** `google-ads  1,260 EUR for 12 leads (105 each); …` */
export function costPhrase(cost: CostLine): Phrase {
  return [bold(nameInLine({ theirs: cost.name })), say(`  ${costSentence(cost)}`)];
}

/** Both tables with what they do not know. */
export function costDetails(report: Report): KnownBlock[] {
  return together(...columns(costTable(report, { columns: lineColumns, mostPoints: viewPoints, namesFor: namesForSlack })));
}

function namesForSlack(names: readonly string[]): readonly string[] {
  return isolatedAll(names.map((name) => Array.from(name).slice(0, namePoints).join('').trimEnd()));
}
