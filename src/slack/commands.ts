// The slash command `/lead`: one row a word that it understands.
import type { App, SlashCommand } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { openAddLead } from './add-lead.ts';
import { findAnswer, helpAnswer, mineAnswer, refusalAnswer } from './blocks/answers.ts';
import { type SlackContext, linkTo, memberOf, sentenceFor } from './context.ts';
import { recordsOf } from './home.ts';

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
}

const rowsShown = 10;

/** What this version understands; `help` lists just these. */
const words: Readonly<Record<string, Word>> = {
  help: { usage: '/lead help', does: 'this list', answer: async () => help() },
  add: { usage: '/lead add', does: 'type in a lead', answer: add },
  find: { usage: '/lead find TEXT', does: 'find leads by name, company, e-mail or phone', answer: find },
  mine: { usage: '/lead mine', does: 'the leads you have', answer: mine },
};

export function listenToCommands(app: App, context: SlackContext): void {
  app.command('/lead', async ({ ack, command }) => {
    const [first = '', ...others] = command.text.trim().split(/\s+/);
    const word = words[first.toLowerCase()];
    try {
      await memberOf(context, { userId: command.user_id, teamId: command.team_id });
      const call: Call = { context, command, rest: others.join(' '), userId: command.user_id };
      const answer = word
        ? await word.answer(call)
        : help(first === '' ? undefined : `“${first.slice(0, 40)}” is not a word that /lead knows.`);
      await (answer ? ack({ response_type: 'ephemeral', ...answer }) : ack());
    } catch (error) {
      await ack({ response_type: 'ephemeral', ...refusalAnswer(sentenceFor(context, error), null) });
    }
  });
}

function help(intro?: string): Answer {
  return helpAnswer(Object.values(words), intro);
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

async function withLinks(context: SlackContext, found: Awaited<ReturnType<typeof recordsOf>>) {
  return await Promise.all(found.map(async (one) => ({ ...one, link: await linkTo(context, one.handoffId) })));
}
