// What a person does on the page, done by the sandbox's person of that name; the answer in sentences.
import { z } from 'zod';
import type { Act, Answer } from '../page/protocol.ts';
import { ApiError } from '../methods/answer.ts';
import type { Person, Target } from '../person.ts';
import type { Delivery, View } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import type { PageOptions } from './page-options.ts';

const id = z.string().max(255);
const fields = z.record(z.string(), z.unknown());
const values = z.record(z.string(), z.record(z.string(), fields));
const message = z.object({ in: z.literal('message'), channel: id, ts: id, isPrivate: z.boolean() });
const place = z.discriminatedUnion('in', [message, z.object({ in: z.literal('home') }), z.object({ in: z.literal('modal'), view: id })]);
const spot = z.object({ blockId: id, actionId: id });

const actSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('press'), place, blockId: id, actionId: id, chosen: fields }),
  z.object({ kind: z.literal('fill'), view: id, values, tell: spot.nullable() }),
  z.object({ kind: z.literal('submit'), view: id, values }),
  z.object({ kind: z.literal('close'), view: id }),
  z.object({ kind: z.literal('write'), channel: id, threadTs: id.nullable(), text: z.string().max(40_000) }),
  z.object({ kind: z.literal('home') }),
  z.object({ kind: z.literal('shortcut'), callbackId: id }),
  z.object({ kind: z.literal('time'), step: z.enum(['hour', 'day', 'monday']) }),
  z.object({ kind: z.literal('lead'), lead: fields }),
]);

export interface Actor {
  readonly workspace: Workspace;
  readonly person: Person;
  readonly me: string;
  readonly page: PageOptions;
}

type Doing = { readonly [K in Act['kind']]: (actor: Actor, act: Extract<Act, { kind: K }>) => Promise<Answer> };

const DOING: Doing = {
  press: async ({ workspace, person, me }, { place: at, blockId, actionId, chosen }) => {
    const target = targetOf(workspace, me, at);
    return target === undefined ? refuse(SAYS['no_longer_there']) : answerOf(await person.press(target, { blockId, actionId }, chosen));
  },
  fill: async ({ workspace, person, me }, { view, values: filled, tell }) => {
    const shown = viewOf(workspace, me, view);
    if (shown === undefined) return DONE;
    person.fillValues(filled, shown);
    return tell === null ? DONE : answerOf(await person.tell(tell, shown));
  },
  submit: async ({ workspace, person, me }, { view, values: filled }) => {
    if (workspace.topView(me)?.id !== view) return refuse(SAYS['no_longer_there']);
    person.fillValues(filled);
    return answerOf(await person.submit());
  },
  close: async ({ workspace, person, me }, { view }) => (workspace.topView(me)?.id === view ? answerOf(await person.close()) : DONE),
  write: async ({ person, page }, { channel, threadTs, text }) => {
    const line = text.trim();
    if (line === '') return DONE;
    const isCommand = page.commands.some(({ name }) => line === name || line.startsWith(`${name} `));
    if (isCommand) return answerOf(await person.command(line, channel));
    if (line.startsWith('/')) return refuse(`${line.split(' ')[0]} is not a command here. Type /lead help to see what there is.`);
    person.say(channel, text, threadTs ?? undefined);
    return DONE;
  },
  home: async ({ person }) => answerOf(await person.openHome()),
  shortcut: async ({ person }, { callbackId }) => answerOf(await person.shortcut(callbackId)),
  time: async ({ page }, { step }) => (page.backstage ? page.backstage.move(step) : refuse('The clock of this workspace cannot be moved.')),
  lead: async ({ page }, { lead }) => (page.backstage ? page.backstage.sendLead(lead) : refuse('This workspace takes no leads from here.')),
};

/** Does what the page asks for. Never rejects for what a person can do wrong. */
export async function doAct(actor: Actor, sent: unknown): Promise<Answer> {
  const parsed = actSchema.safeParse(sent);
  if (!parsed.success) return refuse('The page said something that the workspace does not understand. Load it again.');
  const act: Act = parsed.data;
  try {
    return await (DOING[act.kind] as (actor: Actor, act: Act) => Promise<Answer>)(actor, act);
  } catch (error) {
    if (error instanceof ApiError) return refuse(SAYS[error.error] ?? `Slack would refuse this: ${error.error}.`);
    throw error;
  }
}

function targetOf(workspace: Workspace, me: string, at: Extract<Act, { kind: 'press' }>['place']): Target | undefined {
  if (at.in === 'home') return workspace.homes.get(me);
  if (at.in === 'modal') return workspace.stackOf(me).find((view) => view.id === at.view);
  if (at.isPrivate) return workspace.ephemerals.find((one) => one.ts === at.ts && one.user === me);
  return workspace.findMessage(at.channel, at.ts);
}

/** The modal on top, or the App Home. */
function viewOf(workspace: Workspace, me: string, id: string): View | undefined {
  return [workspace.topView(me), workspace.homes.get(me)].find((view) => view?.id === id);
}

const DONE: Answer = { ok: true, problem: null, errors: {} };

function refuse(problem = 'That did not work.'): Answer {
  return { ok: false, problem, errors: {} };
}

function answerOf({ ok, problem, errorsByBlock }: Delivery): Answer {
  if (errorsByBlock !== undefined) return { ok: false, problem: null, errors: errorsByBlock };
  if (ok) return DONE;
  return refuse(SAYS[problem ?? ''] ?? `The app's answer could not be used (${problem ?? 'no reason given'}).`);
}

/** TABLE: what went wrong, as a person would want to read it. */
const SAYS: Readonly<Record<string, string>> = {
  operation_timeout: 'The app did not answer within three seconds. Try again.',
  no_connection: 'The app is not connected just now. Try again in a moment.',
  connection_lost: 'The app lost its connection while you acted. Try again.',
  dispatch_failed: 'The app could not handle that. Try again.',
  no_longer_there: 'That is no longer there: the message or form has changed meanwhile.',
};
