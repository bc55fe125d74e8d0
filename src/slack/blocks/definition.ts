// The private answers about the definition of a qualified lead: what is in force, what is proposed, what changed before.
import type { KnownBlock } from '@slack/types';
import { type Agreement, type Version, inForce } from '../../domain/agreement/agreement.ts';
import { type Criterion, groups } from '../../domain/agreement/criteria.ts';
import { type Definition, definitionLines, differenceOf } from '../../domain/agreement/definition.ts';
import { ruleText } from '../../domain/agreement/rule.ts';
import type { AgreementTarget } from '../values.ts';
import { bullets, together } from './digest-parts.ts';
import { dayInWords } from './dates.ts';
import { type Rendered, context, header, line, quote, richText } from './elements.ts';
import { type OwnPhrase, type Phrase, bold, doer, moment, say, theirs, toGist } from './phrase.ts';
import { agreementRow, differenceSections, howItCounts, lineBudget, openProposal, proposeButton } from './proposal.ts';

/** What is in force may be 6,000 letters long; the rest of a message is for the proposal. */
const proposalLetters = 1_500;
const historyLetters = 6_000;

/** A small definition to begin with. */
export const exampleLines: readonly string[] = [
  'must fit: 50 employees or more [employees >= 50]',
  'must intent: asked for a demo or a price',
  'nice person: decides or is close to who decides [title contains head, director]',
];

/** `/lead definition`. */
export function definitionAnswer(agreement: Agreement<Definition>, timezone: string): Rendered {
  const version = inForce(agreement);
  const { proposal } = agreement;
  const target: AgreementTarget = { topic: 'definition', term: '', version: version?.version ?? 0, proposalId: null };
  const proposed = proposal
    ? openProposal(
        { topic: 'definition', standing: { proposal, state: 'open', version: null, before: version, replaced: null } },
        timezone,
        proposalLetters,
      )
    : null;
  return {
    text: gistOf(version, proposal !== null),
    blocks: [
      ...(version ? versionBlocks(version, timezone) : []),
      ...(proposed ? [header(version ? 'A change is proposed' : 'A first definition is proposed'), ...proposed] : []),
      ...(version || proposed ? [] : invitation()),
      ...(proposed ? [] : [agreementRow(proposeButton(target))]),
      ...(agreement.versions.length > 1 ? [context('What changed before: /lead definition history')] : []),
    ],
  };
}

function gistOf(version: Version<Definition> | null, isProposed: boolean): string {
  if (version) return `Qualified lead, version ${version.version}${isProposed ? '; a change is proposed' : ''}`;
  return isProposed ? 'A definition of a qualified lead is proposed' : 'Nobody has written down yet what a qualified lead is here';
}

function invitation(): KnownBlock[] {
  return [
    ...richText([
      line(bold('Nobody has written down yet what a qualified lead is here.')),
      line(say('Two or three lines are enough to begin with, such as:')),
    ]),
    ...together({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: exampleLines.join('\n') }] }),
    ...richText([line(say('Propose yours, and change it when you learn more. '), say(howItCounts))]),
  ];
}

function versionBlocks({ version, since, content, sales, marketing }: Version<Definition>, timezone: string): KnownBlock[] {
  const signed: OwnPhrase = [
    say('In force since '),
    moment(since, timezone, 'day'),
    say(', signed by '),
    doer(sales?.by ?? ''),
    say(' for sales and '),
    doer(marketing?.by ?? ''),
    say(` for marketing. To be looked at again on ${dayInWords(content.reviewOn)}.`),
  ];
  return [
    header(`Qualified lead, version ${version}`),
    ...richText([line(...signed)]),
    ...listed('Must', criteriaOf(content, 'must')),
    ...listed('Nice to have', criteriaOf(content, 'nice')),
    ...listed('A yes', content.yes.map(theirLine)),
    ...listed('A no', content.no.map(theirLine)),
  ];
}

/** In the order of the groups, each line with its rule. */
function criteriaOf({ criteria }: Definition, level: Criterion['level']): Phrase[] {
  const own = criteria.filter((one) => one.level === level);
  return groups.flatMap((group) =>
    own
      .filter((one) => one.group === group)
      .map(({ words, rule }): Phrase => [bold(`${group}: `), theirs(`${words}${rule ? ` ${ruleText(rule)}` : ''}`, lineBudget)]),
  );
}

function theirLine(words: string): Phrase {
  return [theirs(words, lineBudget)];
}

function listed(title: string, phrases: readonly Phrase[]): KnownBlock[] {
  const heading = line(bold(title));
  return phrases.length > 0 && heading ? together(heading, ...bullets(phrases)) : [];
}

/** `/lead definition history`: the newest first, each with what it changed. */
export function historyAnswer({ versions }: Agreement<Definition>, timezone: string): Rendered {
  if (versions.length === 0) {
    const phrase = [say('No definition has been in force yet. /lead definition shows how to begin.')];
    return { text: toGist(phrase), blocks: richText([line(...phrase)]) };
  }
  let room = historyLetters;
  const told: KnownBlock[] = [];
  let left = versions.length;
  for (const [index, version] of [...versions.entries()].toReversed()) {
    const difference = differenceOf(linesOf(versions[index - 1]), linesOf(version));
    const letters = [...difference.added, ...difference.removed].reduce((sum, { length }) => sum + length + 12, 600);
    // The newest is always told, cut where it must be.
    if (letters > room && told.length > 0) break;
    room -= letters;
    left -= 1;
    told.push(
      ...richText([line(...titlePhrase(version, timezone)), quote(version.why), ...differenceSections(difference, historyLetters)]),
    );
  }
  return {
    text: `The definition of a qualified lead, ${versions.length} ${versions.length === 1 ? 'version' : 'versions'}`,
    blocks: [header('What changed'), ...told, ...(left > 0 ? [context(`${left} earlier ${left === 1 ? 'version' : 'versions'}`)] : [])],
  };
}

function linesOf(version: Version<Definition> | undefined): readonly string[] {
  return version ? definitionLines(version.content) : [];
}

function titlePhrase({ version, since, by, sales, marketing }: Version<Definition>, timezone: string): OwnPhrase {
  return [
    bold(`Version ${version}`),
    say(', in force since '),
    moment(since, timezone, 'day'),
    say('. Proposed by '),
    doer(by),
    say(', signed by '),
    doer(sales?.by ?? ''),
    say(' and '),
    doer(marketing?.by ?? ''),
  ];
}
