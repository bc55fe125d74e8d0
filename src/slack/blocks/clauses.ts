// The definition's part of digest and report: what each criterion explains, and which qualified leads broke it. Everybody reads it, so words are cut and harmless.
import type { KnownBlock, RichTextBlock } from '@slack/types';
import { clauseCounts, clausesMore, definitionUnknowns, tellingClauses } from '../../domain/report/clause-words.ts';
import type { DefinitionReport } from '../../domain/report/clauses.ts';
import type { BrokenLead } from '../../domain/report/digest.ts';
import type { Report } from '../../domain/report/metrics.ts';
import { number } from '../../domain/report/wording.ts';
import { bullets, publicWords, together } from './digest-parts.ts';
import { line, linked } from './elements.ts';
import { type Budget, budgets } from './inert.ts';
import { type Phrase, bold, say } from './phrase.ts';

const wordsBudget: Budget = { graphemes: 60, points: 80 };
const notReadable = '(not readable)';

/** The criteria that say something, at most `shown`, and how far the counts reach; nothing where there was no definition or no verdict at all. */
export function clauseBlocks(report: Report, shown: number): KnownBlock[] {
  const { definition, totals } = report;
  if (!definition || totals.judged === 0) return [];
  const reach = line(say(definitionUnknowns(definition).join(' ')));
  return together(...criteria(definition, shown), ...(reach ? [reach] : []));
}

/** For the digest itself: only where some criterion says something. How far that reaches stands in the thread. */
export function tellingClauseBlocks({ definition, totals }: Report, shown: number): KnownBlock[] {
  if (!definition || totals.judged === 0 || tellingClauses(definition).length === 0) return [];
  return together(...criteria(definition, shown));
}

function criteria(definition: DefinitionReport, shown: number): RichTextBlock['elements'] {
  const clauses = tellingClauses(definition).slice(0, shown);
  const more = clausesMore(definition, shown);
  const title = line(bold(`The definition, v${definition.version}`));
  const phrases: Phrase[] = [
    ...clauses.map((clause): Phrase => [bold(criterionWords(clause.words)), say(` ${clauseCounts(clause, definition)}`)]),
    ...(more === null ? [] : [[say(more)]]),
  ];
  return [...(title ? [title] : []), ...bullets(phrases)];
}

/** Qualified leads that broke a must, by name, with what they broke. */
export function brokenBlocks(leads: readonly BrokenLead[], total: number): KnownBlock[] {
  const title = line(bold('Qualified, although a must was not met'));
  if (total === 0 || !title) return [];
  const left = total - leads.length;
  return together(title, ...bullets([...leads.map(brokenPhrase), ...(left > 0 ? [[say(`and ${number(left)} more`)]] : [])]));
}

function brokenPhrase({ name, company, words, link }: BrokenLead): Phrase {
  const title = [name, company].map((one) => publicWords(one, budgets.heading)).filter(Boolean);
  const [first, ...more] = words;
  const others = more.length === 0 ? '' : ` and ${number(more.length)} more`;
  return [bold(title.join(' · ') || 'A lead'), say(`: ${criterionWords(first ?? '')}${others}`), ...linked('Open', link)];
}

function criterionWords(words: string): string {
  return publicWords(words, wordsBudget) || notReadable;
}
