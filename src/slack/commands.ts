// The slash command `/lead`: one row a word that it understands.
import { setTimeout } from 'node:timers/promises';
import type { App, SlashCommand } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { localDate } from '../domain/decide.ts';
import { readDay } from '../domain/day.ts';
import { comeBack, goAway } from '../flows/absence.ts';
import { openAddLead } from './add-lead.ts';
import { findAnswer, helpAnswer, mineAnswer, refusalAnswer } from './blocks/answers.ts';
import { dayInWords } from './blocks/dates.ts';
import { changeFor } from './change.ts';
import { type SlackContext, linkTo, memberOf, sentenceFor, timezoneOf } from './context.ts';
import { definitionFor, termFor } from './definition.ts';
import { deliveryErrorOf } from './errors.ts';
import { recordsOf } from './home.ts';
import { messageMetadata } from './ids.ts';
import { isReportPeriod, reportFor, reportPeriods } from './lead-quality.ts';
import { inertFlags } from './messenger.ts';
import { outcomeFor } from './outcome.ts';
import { questionsFor } from './questions.ts';
import { reportAnswer } from './blocks/report.ts';
import { targetsFor } from './targets.ts';
import { viewsFor } from './views.ts';
import { spendFor } from './spend.ts';

interface Answer {
  readonly text: string;
  readonly blocks?: KnownBlock[];
}

interface Call {
  readonly context: SlackContext;
  readonly command: SlashCommand;
  readonly rest: string;
  readonly userId: string;
}

interface Word {
  /** As `help` prints it. */
  readonly usage: string;
  readonly does: string;
  readonly answer: (call: Call) => Promise<Answer | null>;
  /** Takes longer than Slack waits: it hears "ok" first, and the answer follows. */
  readonly isSlow?: true;
  /** It quotes prospects, or names them: shown only where Slack keeps nothing of it, as nobody could take it back when one is forgotten. */
  readonly isForEyesOnly?: true;
}

const rowsShown = 10;

/** What this version understands; `help` lists just these, in this order and under these titles. */
const groups: Readonly<Record<string, Readonly<Record<string, Word>>>> = {
  Leads: {
    mine: { usage: '/lead mine', does: 'the leads you have', answer: mine },
    find: { usage: '/lead find TEXT', does: 'find leads by name, company, e-mail or phone', answer: find },
    add: { usage: '/lead add', does: 'type in a lead', answer: add },
    outcome: {
      usage: '/lead outcome [TEXT]',
      does: 'say what became of a deal: your qualified leads, or those that match',
      answer: ({ context, command, rest }) => outcomeFor(context, { userId: command.user_id, teamId: command.team_id }, rest),
    },
  },
  'How it goes': {
    report: {
      usage: '/lead report [week|last week|month]',
      does: 'lead quality by source, with how sure it is',
      answer: report,
      isSlow: true,
    },
    targets: {
      usage: '/lead targets [2026-Q4|next]',
      does: 'the quarter’s shared targets, and how they stand',
      answer: ({ context, command, rest }) => targetsFor(context, { userId: command.user_id, teamId: command.team_id }, rest),
      isSlow: true,
    },
    views: {
      usage: '/lead views',
      does: 'marketing’s expectation, score and verdict side by side, and what became of the leads',
      answer: ({ context, command }) => viewsFor(context, { userId: command.user_id, teamId: command.team_id }),
      isSlow: true,
    },
    spend: {
      usage: '/lead spend',
      does: 'what a lead, a qualified lead and a win cost; add spend (marketing, managers)',
      answer: ({ context, command }) => spendFor(context, { userId: command.user_id, teamId: command.team_id }),
      isSlow: true,
    },
  },
  'Between sales and marketing': {
    questions: {
      usage: '/lead questions',
      does: 'what prospects ask, and what marketing answered',
      answer: ({ context, command }) => questionsFor(context, { userId: command.user_id, teamId: command.team_id }),
      isSlow: true,
      isForEyesOnly: true,
    },
    change: {
      usage: '/lead change',
      does: 'what marketing changed because of what sales said, and what came of it',
      answer: ({ context, command }) => changeFor(context, { userId: command.user_id, teamId: command.team_id }),
      isSlow: true,
    },
    definition: {
      usage: '/lead definition',
      does: 'what a qualified lead is here; “/lead definition history” for what changed',
      answer: ({ context, rest }) => definitionFor(context, rest),
    },
    define: {
      usage: '/lead define TERM',
      does: 'what a word means here; “/lead define” for all of them',
      answer: ({ context, rest }) => termFor(context, rest),
    },
  },
  Also: {
    away: {
      usage: '/lead away until DATE',
      does: 'hand your open leads back while you are away; “/lead away off” when you are back',
      answer: away,
    },
    help: { usage: '/lead help', does: 'this list', answer: async () => help() },
  },
};

const words: Readonly<Record<string, Word>> = Object.fromEntries(Object.values(groups).flatMap((group) => Object.entries(group)));

export function listenToCommands(app: App, context: SlackContext): void {
  app.command('/lead', async ({ ack, command }) => {
    const [first = '', ...others] = command.text.trim().split(/\s+/);
    const word = words[first.toLowerCase()];
    try {
      await memberOf(context, { userId: command.user_id, teamId: command.team_id });
      const call: Call = { context, command, rest: others.join(' '), userId: command.user_id };
      if (word?.isSlow) {
        await answerInTime(word, call, ack);
        return;
      }
      const answer = word
        ? await word.answer(call)
        : help(first === '' ? undefined : `“${first.slice(0, 40)}” is not a word that /lead knows.`);
      await (answer ? ack({ response_type: 'ephemeral', ...answer }) : ack());
    } catch (error) {
      await ack({ response_type: 'ephemeral', ...refusalAnswer(sentenceFor(context, error), null) });
    }
  });
}

/** Slack waits three seconds for the first word. */
const patienceMs = 2_000;

/** The answer itself where it is ready in time; else word that it follows, and then the answer, to this person alone. */
async function answerInTime(
  word: Word,
  call: Call,
  ack: (answer: Answer & { response_type: 'ephemeral' }) => Promise<void>,
): Promise<void> {
  const made = word.answer(call).then(
    (answer) => answer ?? help(),
    (error: unknown): Answer => refusalAnswer(sentenceFor(call.context, error), null),
  );
  const late = setTimeout(patienceMs, null, { ref: false });
  const inTime = await Promise.race([made, late]);
  await ack({ response_type: 'ephemeral', ...(inTime ?? refusalAnswer('That takes a moment: the answer follows here.', null)) });
  if (!inTime) await tellLater(word, call, await made);
}

const elsewhere =
  'What prospects asked is shown only in channels that LeadLoop is in, when it takes a moment. Type /lead questions in one of them.';

/** In the channel where they asked, for their eyes only; where the bot is not in it, as a direct message, which stays. */
async function tellLater({ isForEyesOnly }: Word, { context, command, userId }: Call, answer: Answer): Promise<void> {
  const { client, desk, log } = context;
  try {
    await client.chat.postEphemeral({ channel: command.channel_id, user: userId, ...answer });
  } catch {
    const toStay = isForEyesOnly ? refusalAnswer(elsewhere, null) : answer;
    await client.chat
      .postMessage({ channel: userId, ...toStay, ...inertFlags, metadata: messageMetadata('alert', desk.newId()) })
      .catch((error: unknown) => log.warn({ code: deliveryErrorOf(error).code }, 'A private answer did not reach the person.'));
  }
}

async function report({ context, rest }: Call): Promise<Answer> {
  const which = rest.trim().toLowerCase().replaceAll(/\s+/g, ' ') || 'last week';
  if (!isReportPeriod(which)) return help('Ask for /lead report week, /lead report last week or /lead report month.');
  return reportAnswer(await reportFor(context, which), `Lead quality: ${reportPeriods[which].title.toLowerCase()}`);
}

function help(intro?: string): Answer {
  return helpAnswer(
    Object.entries(groups).map(([title, ofGroup]) => ({ title, commands: Object.values(ofGroup) })),
    intro,
  );
}

async function add({ context, command }: Call): Promise<null> {
  await openAddLead(context, command.trigger_id);
  return null;
}

async function find({ context, rest }: Call): Promise<Answer> {
  if (rest === '') return help('Say what to look for, such as: /lead find lovelace');
  const rows = await context.desk.store.search(context.workspaceId, rest, rowsShown + 1);
  const found = await recordsOf(context, rows.slice(0, rowsShown));
  return findAnswer(await withLinks(context, found), rest, rows.length > rowsShown);
}

async function mine({ context, userId }: Call): Promise<Answer> {
  const rows = await context.desk.store.mine(context.workspaceId, userId, rowsShown + 1);
  const found = await recordsOf(context, rows.slice(0, rowsShown));
  return mineAnswer(await withLinks(context, found), rows.length > rowsShown);
}

async function away({ context, rest, userId }: Call): Promise<Answer> {
  const { desk, workspaceId } = context;
  const timezone = await timezoneOf(context);
  if (rest.toLowerCase() === 'off') {
    await comeBack(desk, workspaceId, userId);
    return refusalAnswer('Welcome back. You are asked about leads again.', null);
  }
  const until = readDay(rest.replace(/^until\s+/i, ''), localDate(desk.now(), timezone));
  if (!until)
    return refusalAnswer(
      'Say the day on which you are back, after today, such as: /lead away until Monday, or /lead away until 2026-11-30',
      null,
    );
  const count = await goAway(desk, workspaceId, userId, until);
  const leads =
    count === 0 ? 'You had no open leads.' : `${count} open ${count === 1 ? 'lead waits' : 'leads wait'} for anyone in sales now.`;
  return refusalAnswer(`You are away until ${dayInWords(until)}. ${leads}`, null);
}

async function withLinks(context: SlackContext, found: Awaited<ReturnType<typeof recordsOf>>) {
  return await Promise.all(found.map(async (one) => ({ ...one, link: await linkTo(context, one.handoffId) })));
}
