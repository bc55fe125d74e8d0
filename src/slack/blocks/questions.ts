// What prospects asked: the answer of /lead questions, the week's message to marketing, the section of App Home. A group looks alike in all three.
import type { KnownBlock } from '@slack/types';
import type { LeadState } from '../../domain/lead.ts';
import type { Answer, AskedGroup, Counted } from '../../domain/questions/asked.ts';
import { daysText } from '../../domain/report/days-text.ts';
import { number, several } from '../../domain/report/wording.ts';
import type { Message } from '../../message.ts';
import { actionIds } from '../ids.ts';
import { encodeQuestion } from '../values.ts';
import { nameInLine, publicWords } from './digest-parts.ts';
import { type Rendered, context, header, isOurLink, line, plain, richText } from './elements.ts';
import { type Budget, inertLine } from './inert.ts';
import { type Phrase, bold, doer, moment, say } from './phrase.ts';
import { joined } from './profile.ts';

const openShown = 10;
const answeredShown = 5;
const homeShown = 5;
const sourcesShown = 3;
const answerBudget: Budget = { graphemes: 200, points: 300 };
const linkBudget: Budget = { graphemes: 80, points: 80 };

/** How the leads of a group stand now, in a word or two. */
const stageWords = {
  new: 'waiting',
  claimed: 'claimed',
  qualified: 'qualified',
  unqualified: 'unqualified',
  returned: 'with marketing',
  nurturing: 'being warmed up',
  archived: 'archived',
  opportunity: 'opportunity',
  won: 'won',
  lost: 'lost',
  erased: 'erased',
} as const satisfies Record<LeadState, string>;

// ---------------------------------------------------------------- the list

export interface QuestionsShown {
  readonly open: readonly AskedGroup[];
  readonly answered: readonly AskedGroup[];
  /** Whether the reader may answer. */
  readonly mayAnswer: boolean;
  readonly timezone: string;
}

/** `/lead questions`: what nobody has answered, then what was answered lately. */
export function questionsAnswer({ open, answered, mayAnswer, timezone }: QuestionsShown): Rendered {
  const title = 'What prospects ask, last 90 days';
  if (open.length + answered.length === 0) {
    const none =
      'Nobody has passed on a question in the last 90 days. Once there is a definition, both verdict forms take a “Question they asked”.';
    return { text: none, blocks: [header(title), ...richText([line(say(none))])] };
  }
  const more = open.length - openShown;
  return {
    text: `${title}: ${number(open.length)} without an answer, ${number(answered.length)} answered`,
    blocks: [
      header(title),
      ...(open.length === 0 ? richText([line(say('Everything that was asked is answered.'))]) : []),
      ...open.slice(0, openShown).flatMap((group) => [...openBlocks(group, times(group), timezone), ...(mayAnswer ? button(group) : [])]),
      ...(more > 0 ? [context(`${number(more)} more, asked less often.`)] : []),
      ...(answered.length === 0 ? [] : [header('Answered lately')]),
      ...answered.slice(0, answeredShown).flatMap((group) => [...answeredBlocks(group, timezone), ...(mayAnswer ? button(group) : [])]),
      context('Put together by their words, not by what they mean.'),
    ],
  };
}

/** In App Home of marketing and managers; nothing where nothing is open. */
export function questionsSection(open: readonly AskedGroup[], timezone: string): KnownBlock[] {
  if (open.length === 0) return [];
  const more = open.length - homeShown;
  return [
    header('What prospects ask'),
    ...open.slice(0, homeShown).flatMap((group) => [...openBlocks(group, times(group), timezone), ...button(group)]),
    ...(more > 0 ? [context(`${number(more)} more: /lead questions`)] : []),
  ];
}

// ---------------------------------------------------------------- the week

export function renderQuestionsWeek({ from, to, groups, more, timezone }: Extract<Message, { kind: 'questions_week' }>): Rendered {
  const days = daysText(from, to);
  const title = `What prospects asked, ${from.slice(0, 4) === to.slice(0, 4) ? days.replace(/ \d+$/, '') : days}`;
  if (groups.length === 0) return { text: title, blocks: [header(title), context('What was asked was erased on request.')] };
  const left = groups.filter(({ all }) => all.answer === null).length;
  return {
    text: `${title}: ${several(groups.length + more, 'question')}, ${left === 0 ? 'all answered' : `${number(left + more)} without an answer`}`,
    blocks: [
      header(title),
      ...groups.flatMap(({ week, all }) =>
        all.answer === null
          ? [...openBlocks(week, `${number(week.count)} × in that week, ${number(all.count)} in all`, timezone), ...button(all)]
          : answeredBlocks({ ...week, askedSince: all.askedSince }, timezone),
      ),
      ...(more > 0 ? [context(`${number(more)} more: /lead questions`)] : []),
    ],
  };
}

// ---------------------------------------------------------------- a group

function openBlocks(group: AskedGroup, count: string, timezone: string): KnownBlock[] {
  return richText([line(say(wording(group))), line(...factsPhrase(group, count, timezone))]);
}

function answeredBlocks(group: AskedGroup, timezone: string): KnownBlock[] {
  const { answer, askedSince } = group;
  if (!answer) return [];
  const since: Phrase = askedSince === 0 ? [] : [say(`asked ${number(askedSince)} × since`)];
  return richText([
    line(say(wording(group))),
    line(...joined([bold(times(group))], [doer(answer.by), say(' answered '), moment(answer.at, timezone, 'day')], since)),
    line(...answerPhrase(answer)),
  ]);
}

/** The newest wording, for everyone to read. */
function wording({ questions }: AskedGroup): string {
  return `“${publicWords(questions.at(-1)?.words ?? '') || '(not readable)'}”`;
}

/** The same on one line of plain text. */
export function plainWording(group: AskedGroup): string {
  return inertLine(wording(group), { graphemes: 260, points: 400 });
}

function times({ count }: AskedGroup): string {
  return `${number(count)} ×`;
}

/** `3 × · webinar 2, google-ads 1 · qualified 2, won 1 · last 20 Nov`. */
function factsPhrase({ sources, stages, lastAt }: AskedGroup, count: string, timezone: string): Phrase {
  const named = sources.slice(0, sourcesShown).map(({ name, count: own }) => `${sourceWords(name)} ${number(own)}`);
  const more = sources.length > sourcesShown ? [`${number(sources.length - sourcesShown)} more`] : [];
  const standing = stages.map(({ name, count: own }: Counted<LeadState>) => `${stageWords[name]} ${number(own)}`);
  return joined(
    [bold(count)],
    [say([...named, ...more].join(', '))],
    [say(standing.join(', '))],
    [say('last '), moment(lastAt, timezone, 'day')],
  );
}

function sourceWords(source: string | null): string {
  return source === null ? 'no source' : nameInLine({ theirs: source });
}

/** The link that marketing gave, and the note, on one line. */
function answerPhrase({ link, note }: Answer): Phrase {
  const words = note === null ? '' : publicWords(note, answerBudget);
  return joined(linkPhrase(link), words ? [say(words)] : []);
}

/** A web address as a link that shows where it leads. */
export function linkPhrase(link: string | null): Phrase {
  return link !== null && isOurLink(link) ? [{ kind: 'link', url: link, words: inertLine(link, linkBudget) }] : [];
}

function button({ id }: AskedGroup): KnownBlock[] {
  const value = encodeQuestion(id);
  return value === null
    ? []
    : [{ type: 'actions', elements: [{ type: 'button', action_id: actionIds.answered, text: plain('Answered by'), value }] }];
}
