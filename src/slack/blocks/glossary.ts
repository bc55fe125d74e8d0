// The private answers of the glossary: every term in a line, and one term with its proposal.
import type { KnownBlock } from '@slack/types';
import { type Agreement, inForce } from '../../domain/agreement/agreement.ts';
import type { Meaning } from '../../domain/agreement/definition.ts';
import { termKey, usualTerms } from '../../domain/agreement/glossary.ts';
import { bullets, together } from './digest-parts.ts';
import { type Rendered, context, line, quote, richText } from './elements.ts';
import { type Budget, inertGist } from './inert.ts';
import { type Phrase, bold, boldTheirs, doer, moment, say, theirs, toGist } from './phrase.ts';
import { agreementRow, openProposal, proposeButton } from './proposal.ts';

export interface ShownTerm {
  readonly term: string;
  readonly agreement: Agreement<Meaning>;
}

/** As long as a form takes it. */
const meaningBudget: Budget = { graphemes: 700, points: 1_400 };
const listedBudget: Budget = { graphemes: 140, points: 180 };
const termsShown = 30;

/** `/lead define TERM`. */
export function termAnswer({ term, agreement }: ShownTerm, timezone: string): Rendered {
  const version = inForce(agreement);
  const { proposal } = agreement;
  const title: Phrase = [bold('“'), boldTheirs(term), bold('”')];
  const none: Phrase = [say('Nobody has written down yet what this means here.')];
  const proposed = proposal
    ? openProposal({ topic: 'term', term, standing: { proposal, state: 'open', version: null, before: version, replaced: null } }, timezone)
    : null;
  const button = proposeButton({ topic: 'term', term, version: version?.version ?? 0, proposalId: null });
  return {
    text: version ? `${inertGist(term)}: ${inertGist(version.content.words, listedBudget)}` : `${inertGist(term)}: ${toGist(none)}`,
    blocks: [
      ...richText([line(...title), version ? quote(version.content.words, meaningBudget) : line(...none)]),
      ...(version
        ? richText([
            line(
              say(`Version ${version.version}, in force since `),
              moment(version.since, timezone, 'day'),
              say(', signed by '),
              doer(version.sales?.by ?? ''),
              say(' and '),
              doer(version.marketing?.by ?? ''),
            ),
          ])
        : []),
      ...(termKey(term) === 'qualified lead' ? [context('Its criteria: /lead definition')] : []),
      ...(proposed
        ? [...richText([line(bold(version ? 'A change is proposed' : 'A meaning is proposed'))]), ...proposed]
        : [agreementRow(button)]),
    ],
  };
}

/** `/lead define` alone. */
export function glossaryAnswer(terms: readonly ShownTerm[]): Rendered {
  const written = terms.filter(({ agreement }) => inForce(agreement));
  const waiting = terms.filter(({ agreement }) => agreement.proposal);
  const known = new Set(written.map(({ term }) => termKey(term)));
  const missing = usualTerms.filter((term) => !known.has(termKey(term)));
  const rows = written
    .slice(0, termsShown)
    .map(({ term, agreement }): Phrase => [boldTheirs(term), say('  '), theirs(inForce(agreement)?.content.words ?? '', listedBudget)]);
  const title = line(bold(written.length > 0 ? 'What words mean here' : 'No word is written down yet'));
  return {
    text:
      written.length > 0
        ? `What ${written.length} ${written.length === 1 ? 'word means' : 'words mean'} here`
        : 'No word is written down yet',
    blocks: [
      ...together(...(title ? [title] : []), ...bullets(rows)),
      ...counted(written.length - rows.length, 'more'),
      ...(waiting.length > 0 ? richText([line(say('Waiting for signatures: '), ...commaSeparated(waiting))]) : []),
      ...(missing.length > 0 ? [context(`Not written down yet: ${missing.join(', ')}`)] : []),
      context('Type /lead define and a word to read all about it or to propose what it means, such as: /lead define opportunity'),
    ],
  };
}

function counted(count: number, words: string): KnownBlock[] {
  return count > 0 ? [context(`${count} ${words}`)] : [];
}

function commaSeparated(terms: readonly ShownTerm[]): Phrase {
  return terms.slice(0, termsShown).flatMap(({ term }, index): Phrase => [...(index > 0 ? [say(', ')] : []), theirs(term)]);
}
