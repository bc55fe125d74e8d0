// A proposal as both sides see it: what would change, who has signed, what became of it; and the reminder to look at the definition again.
import type { ActionsBlock, Button, KnownBlock, RichTextSection } from '@slack/types';
import type { Signature, Version } from '../../domain/agreement/agreement.ts';
import { type Definition, type Difference, definitionLines, differenceOf, meaningLines } from '../../domain/agreement/definition.ts';
import type { Proposed, Standing } from '../../domain/agreement/standing.ts';
import type { Message } from '../../message.ts';
import { actionIds } from '../ids.ts';
import { type AgreementTarget, encodeAgreement } from '../values.ts';
import { dayInWords } from './dates.ts';
import { type Rendered, context, line, markLine, plain, quote, richText } from './elements.ts';
import type { Budget } from './inert.ts';
import { type OwnPhrase, type Phrase, addressed, bold, doer, moment, say, theirs, toGist } from './phrase.ts';

/** A line of a definition is at most 400 letters, and nothing that people wrote is cut. */
export const lineBudget: Budget = { graphemes: 420, points: 420 };
const whyBudget: Budget = { graphemes: 500, points: 600 };
/** Of all lines that are different, in one message. */
const differenceLetters = 4_000;

export const howItCounts = 'In force when one of sales and one of marketing, two people, have signed.';

// ---------------------------------------------------------------- buttons

export function proposeButton(target: AgreementTarget): Button {
  return { type: 'button', action_id: actionIds.propose, text: plain('Propose a change'), value: encodeAgreement(target) };
}

function signButton(target: AgreementTarget): Button {
  return { type: 'button', action_id: actionIds.sign, text: plain('Sign'), style: 'primary', value: encodeAgreement(target) };
}

export function agreementRow(...elements: Button[]): ActionsBlock {
  return { type: 'actions', elements };
}

// ---------------------------------------------------------------- what is different

/** The lines that come and go; all are added where nothing was in force. */
function differenceIn(proposed: Proposed): Difference {
  const [before, after] =
    proposed.topic === 'definition'
      ? [linesOf(proposed.standing, definitionLines), definitionLines(proposed.standing.proposal.content)]
      : [linesOf(proposed.standing, meaningLines), meaningLines(proposed.standing.proposal.content)];
  return differenceOf(before, after);
}

function linesOf<Content>({ before }: Standing<Content>, lines: (content: Content) => readonly string[]): readonly string[] {
  return before ? lines(before.content) : [];
}

/** `+ added: …` and `– removed: …`, a line each, as many as fit; then how many more there are. */
export function differenceSections({ added, removed }: Difference, letters = differenceLetters): (RichTextSection | null)[] {
  const all = [
    ...removed.map((words): Phrase => [bold('– removed: '), theirs(words, lineBudget)]),
    ...added.map((words): Phrase => [bold('+ added: '), theirs(words, lineBudget)]),
  ];
  const lengths = [...removed, ...added].map(({ length }) => length + 12);
  let room = letters;
  const shown = all.filter((_, index) => (room -= lengths[index] ?? 0) >= 0);
  const left = all.length - shown.length;
  const more = left === 0 ? [] : [line(say(`and ${left} more ${left === 1 ? 'line' : 'lines'}`))];
  const none = all.length === 0 ? [line(say('No line is different; only their order.'))] : [];
  return [...shown.map((phrase) => line(...phrase)), ...more, ...none];
}

// ---------------------------------------------------------------- who has signed

/** `sales @kim, today 9:00`, or that nobody has yet. */
function signedPhrase(side: 'Sales' | 'Marketing', signature: Signature | null, timezone: string): OwnPhrase {
  if (!signature) return [say(`${side}: nobody has signed yet`)];
  return [say(`${side}: signed by `), doer(signature.by), say(', '), moment(signature.at, timezone, 'day')];
}

function signatureSections({ proposal }: Proposed['standing'], timezone: string): (RichTextSection | null)[] {
  return [line(...signedPhrase('Sales', proposal.sales, timezone)), line(...signedPhrase('Marketing', proposal.marketing, timezone))];
}

// ---------------------------------------------------------------- the parts that a message and a private answer share

function targetOf(proposed: Proposed): AgreementTarget {
  const { before, proposal } = proposed.standing;
  const term = proposed.topic === 'term' ? proposed.term : '';
  return { topic: proposed.topic, term, version: before?.version ?? 0, proposalId: proposal.id };
}

/** An open proposal: by whom, why, what changes, who has signed; with its buttons. */
export function openProposal(proposed: Proposed, timezone: string, letters?: number): KnownBlock[] {
  const { standing } = proposed;
  const target = targetOf(proposed);
  return [
    ...proposalBody(proposed, timezone, letters),
    ...richText(signatureSections(standing, timezone)),
    context(howItCounts),
    agreementRow(signButton(target), proposeButton(target)),
  ];
}

function proposalBody(proposed: Proposed, timezone: string, letters?: number): KnownBlock[] {
  const { proposal } = proposed.standing;
  return [
    ...richText([line(say('Proposed by '), doer(proposal.by), say(', '), moment(proposal.at, timezone)), quote(proposal.why, whyBudget)]),
    ...richText(differenceSections(differenceIn(proposed), letters)),
  ];
}

// ---------------------------------------------------------------- messages

type ProposalMessage = Extract<Message, { kind: 'proposal' }>;

export function renderProposal({ proposed, mentions, marks, timezone }: ProposalMessage): Rendered {
  const title = titleOf(proposed);
  const asked: OwnPhrase = mentions.length > 0 ? [...addressed(mentions), say('please read it, and sign if you agree. ')] : [];
  const outcome = outcomePhrase(proposed.standing, timezone);
  const gist = [...asked, ...title, say('. '), ...outcome];
  if (marks.isPlain) return { text: `${toGist(gist)} ${toGist(commandPhrase(proposed))}`, blocks: [] };
  return {
    text: toGist(gist),
    blocks: [
      ...markLine(marks),
      ...richText([line(...title.map((piece) => (piece.kind === 'words' ? bold(piece.words) : piece)))]),
      ...(asked.length > 0 ? richText([line(...asked)]) : []),
      ...(proposed.standing.state === 'open'
        ? openProposal(proposed, timezone)
        : [...proposalBody(proposed, timezone), ...richText([...signatureSections(proposed.standing, timezone), line(...outcome)])]),
    ],
  };
}

function commandPhrase(proposed: Proposed): Phrase {
  return proposed.topic === 'definition'
    ? [say('Type /lead definition to read it.')]
    : [say('Type /lead define '), theirs(proposed.term), say(' to read it.')];
}

function titleOf(proposed: Proposed): Phrase {
  const { state, before, version } = proposed.standing;
  const isFirst = before === null;
  if (proposed.topic === 'definition') {
    if (version) return [say(`The definition of a qualified lead, version ${version.version}`)];
    if (state === 'replaced') return [say('An earlier proposal for the definition of a qualified lead')];
    return [say(isFirst ? 'A definition of a qualified lead is proposed' : 'A change of the definition of a qualified lead is proposed')];
  }
  const term = theirs(proposed.term);
  if (version) return [say('What “'), term, say(`” means, version ${version.version}`)];
  if (state === 'replaced') return [say('An earlier proposal for what “'), term, say('” means')];
  return isFirst ? [say('What “'), term, say('” means is proposed')] : [say('Another meaning of “'), term, say('” is proposed')];
}

function outcomePhrase({ state, version, replaced }: Proposed['standing'], timezone: string): OwnPhrase {
  if (state === 'agreed' && version)
    return [bold(`In force as version ${version.version}`), say(', since '), moment(version.since, timezone), say('.')];
  if (state === 'replaced' && replaced) {
    return [
      bold('Replaced'),
      say(' by a newer proposal of '),
      doer(replaced.by),
      say(', '),
      moment(replaced.at, timezone),
      say('. This one can no longer be signed.'),
    ];
  }
  return [say(howItCounts)];
}

/** On the review date, to the two who signed what is in force. */
export function renderReview({ version, isProposalOpen }: Extract<Message, { kind: 'review' }>): Rendered {
  const phrase = reviewPhrase(version, isProposalOpen);
  const button = proposeButton({ topic: 'definition', term: '', version: version.version, proposalId: null });
  return { text: toGist(phrase), blocks: [...richText([line(...phrase)]), ...(isProposalOpen ? [] : [agreementRow(button)])] };
}

function reviewPhrase({ version, content, sales, marketing }: Version<Definition>, isProposalOpen: boolean): OwnPhrase {
  const signers = [sales, marketing].flatMap((signature) => (signature ? [signature.by] : []));
  return [
    ...addressed(signers),
    bold('it is time to look at the definition of a qualified lead again.'),
    say(` Version ${version} said to do so on ${dayInWords(content.reviewOn)}. `),
    say(isProposalOpen ? 'A change is proposed already: ' : 'If it still holds, propose it again with a later date: '),
    say('/lead definition shows everything.'),
  ];
}
