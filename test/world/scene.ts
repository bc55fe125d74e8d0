// Scenes of a walk in few words: a lead arrives, somebody presses, fills in a form, is told something.
import { latestHandoff } from '../../src/domain/lead.ts';
import type { Delivery, Message, View } from '../../src/sandbox/sandbox.ts';
import type { Target } from '../../src/sandbox/person.ts';
import { wordsIn } from './reading.ts';
import type { World } from './world.ts';

export const ada = {
  externalId: 'crm-8841',
  name: 'Ada Lovelace',
  email: 'ada@engine.test',
  company: 'Engine Ltd',
  source: 'google-ads',
  action: 'demo_request',
  message: 'Can it run our looms?',
};

/** A lead that came in and, where channels are set, stands on its card. Returns its id. */
export async function arrives(world: World, lead: Record<string, unknown> = ada): Promise<string> {
  const answer = await world.post(lead);
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  await world.settled();
  return String(answer.body['id']);
}

/** The card of the lead's latest handoff, or of the one with this number, as it stands now. */
export async function cardOf(world: World, id: string, cycle?: number): Promise<Message> {
  const { lead } = await world.lead(id);
  const handoff = cycle === undefined ? latestHandoff(lead) : lead.handoffs[cycle - 1];
  const card = handoff?.channel && handoff.ts ? world.sandbox.message(handoff.channel, handoff.ts) : undefined;
  if (!card) throw new Error(`No card of lead ${id}`);
  return card;
}

/** The thread under a lead's card, a text a line. */
export async function threadOf(world: World, id: string, cycle?: number): Promise<string[]> {
  const card = await cardOf(world, id, cycle);
  return world.sandbox.thread(card.channel, card.ts).map(wordsIn);
}

/** What happened to a lead, as types of events. */
export async function storyOf(world: World, id: string): Promise<string[]> {
  return (await world.lead(id)).events.map((event) => event.type);
}

export async function stateOfLead(world: World, id: string): Promise<string> {
  return latestHandoff((await world.lead(id)).lead).state;
}

/** The form that opens when somebody presses. */
export async function opens(world: World, who: string, target: Target, label: string): Promise<View> {
  const before = world.sandbox.view(who)?.id;
  const pressed = await world.sandbox.as(who).click(target, { label });
  if (!pressed.ok) throw new Error(`${label}: ${pressed.problem ?? 'not answered'}`);
  return await world.sandbox.waitFor(() => {
    const view = world.sandbox.view(who);
    return view && view.id !== before ? view : null;
  });
}

/** Presses, fills in what opens, submits. Errors under fields are in the answer; the form is gone when there are none. */
export async function does(
  world: World,
  who: string,
  target: Target,
  label: string,
  answers: Record<string, string | undefined> | null = null,
): Promise<Delivery> {
  if (!answers) return await world.sandbox.as(who).click(target, { label });
  await opens(world, who, target, label);
  return await world.sandbox.as(who).submit(answers);
}

/** Runs something that must be answered privately, and returns the words of that one answer. */
export async function toldAfter(world: World, who: string, act: () => Promise<unknown>): Promise<string> {
  const before = world.sandbox.ephemerals(who).length;
  await act();
  await world.sandbox.waitFor(() => world.sandbox.ephemerals(who).length > before);
  await world.app().idle();
  const [told, ...more] = world.sandbox.ephemerals(who).slice(before);
  if (more.length > 0) throw new Error(`Told more than once: ${[told, ...more].map((one) => wordsIn(one)).join(' / ')}`);
  return wordsIn(told);
}

/** Presses what must be refused; returns what the person is told. */
export async function refused(world: World, who: string, target: Message, label: string): Promise<string> {
  return await toldAfter(world, who, () => world.sandbox.as(who).click(target, { label }));
}

/** The value of a card's buttons: `v1:…`, without the move that menu items add. */
export function valueOn(card: Message): string {
  const value = /"value":"(v\d+:[\w-]+)"/.exec(JSON.stringify(card.blocks))?.[1];
  if (!value) throw new Error('Nothing to press on this card');
  return value;
}
