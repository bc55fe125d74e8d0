// What goes on while the bot is killed: programs that send leads until they are told "stored", people who press until Slack shows no error.
import { setTimeout as pause } from 'node:timers/promises';
import { isFields } from '../../src/sandbox/types.ts';
import { kim, max, sam } from '../world/world.ts';
import { type Life, cardsOf, countries } from './life.ts';

/** What somebody was promised: a 2xx, or an ack. */
export interface Promised {
  /** Names of leads that were answered with a 2xx. */
  readonly leads: Set<string>;
  /** Names of leads whose second enquiry was answered with a 2xx. */
  readonly enquiries: Set<string>;
  /** Names of leads whose claim Slack was told "ok". */
  readonly claims: Set<string>;
  /** Names of leads whose verdict Slack was told "ok". */
  readonly verdicts: Set<string>;
}

export interface Traffic {
  readonly names: readonly string[];
  readonly promised: Promised;
  /** Gives the senders so many more leads to send. */
  more(count: number): void;
  /** Lets the senders have all that are left; resolves when everybody has done what they wanted to. @throws when that takes longer than so many milliseconds */
  done(timeoutMs: number): Promise<void>;
}

const senders = 4;
const sellers = [kim, sam, max] as const;
/** Verdict lines all go to one channel, one a second: not every lead gets a verdict. */
const verdictEach = 4;
const enquiryEach = 5;
/** Between two tries of somebody whose first one failed. */
const againMs = 25;

/** Starts everybody. They go on through every death of the bot. */
export function startTraffic(life: Life, leads: number): Traffic {
  const names = Array.from({ length: leads }, (_, index) => `Lead${index + 1}x`);
  const promised: Promised = { leads: new Set(), enquiries: new Set(), claims: new Set(), verdicts: new Set() };
  /** What is being tried, how often, and why the last try did not do. */
  const trying = new Map<string, { tries: number; why: string }>();
  const end = { isNear: false };
  /** One a lead: it may be sent. */
  const turns = names.map(() => Promise.withResolvers<void>());
  let released = 0;

  /** Tries until nothing speaks against it any more, while the bot comes and goes. */
  const insist = async (what: string, attempt: () => Promise<string | null>): Promise<void> => {
    for (let tries = 1; !end.isNear; tries += 1) {
      await life.up();
      const why = end.isNear ? 'given up' : await attempt();
      if (why === null) {
        trying.delete(what);
        return;
      }
      trying.set(what, { tries, why });
      await pause(againMs);
    }
  };

  const send = async (lead: Record<string, unknown>): Promise<string | null> => {
    const answer = await life.post(lead);
    return answer !== null && answer.status >= 200 && answer.status < 300 ? null : `answered ${JSON.stringify(answer)}`;
  };

  const release = (count: number): void => {
    for (const turn of turns.slice(released, released + count)) turn.resolve();
    released += count;
  };

  const sender = async (mine: readonly string[]): Promise<void> => {
    for (const name of mine) {
      const index = names.indexOf(name);
      await turns[index]?.promise;
      await insist(`send ${name}`, () => send(enquiryOf(name, index)));
      promised.leads.add(name);
      if (index % enquiryEach !== 0) continue;
      await insist(`send ${name} again`, () =>
        send({ ...enquiryOf(name, index), externalId: `${name}-again`, message: `${name} asks once more.` }),
      );
      promised.enquiries.add(name);
    }
  };

  const seller = async (who: string, mine: readonly string[]): Promise<void> => {
    const person = life.sandbox.as(who);
    for (const name of mine) {
      const isToBeJudged = names.indexOf(name) % verdictEach === 0;
      await insist(`claim ${name}`, async () => {
        const card = cardsOf(life.sandbox, name)[0];
        if (!card) return 'no card';
        // Claimed by a click that Slack showed an error for, and shown so meanwhile.
        if (!hasButton(card, 'claim')) return null;
        const clicked = await person.click(card, { label: 'Claim' });
        if (!clicked.ok) return clicked.problem ?? 'not ok';
        promised.claims.add(name);
        return null;
      });
      if (isToBeJudged) await insist(`judge ${name}`, () => judge(who, name));
    }
  };

  const judge = async (who: string, name: string): Promise<string | null> => {
    const { sandbox } = life;
    const person = sandbox.as(who);
    if (!sandbox.view(who)) {
      const card = cardsOf(sandbox, name)[0];
      if (!card) return 'no card';
      if (!hasButton(card, 'qualified')) return null;
      const clicked = await person.click(card, { label: 'Qualified' });
      if (!clicked.ok) return clicked.problem ?? 'not ok';
      // A bot that dies between the ack and the form leaves no form; the person presses again.
      const view = await sandbox.waitFor(() => sandbox.view(who), 1_000).catch(() => null);
      if (!view) return 'no form';
    }
    const submitted = await person.submit({ Reason: 'Clear need' });
    if (!submitted.ok) return submitted.problem ?? 'not submitted';
    promised.verdicts.add(name);
    // "Already qualified, by you": the try before was stored, and its answer lost.
    if (sandbox.view(who)) await person.close();
    return null;
  };

  const everybody = Promise.all([
    ...Array.from({ length: senders }, (_, at) => sender(names.filter((_name, index) => index % senders === at))),
    ...sellers.map((who, at) =>
      seller(
        who,
        names.filter((_name, index) => index % sellers.length === at),
      ),
    ),
  ]);
  // Told by `done`; until then a failure must not end the test run.
  everybody.catch(() => undefined);

  return {
    names,
    promised,
    more: release,
    async done(timeoutMs) {
      release(names.length);
      const timer = setTimeout(() => {
        end.isNear = true;
      }, timeoutMs);
      await everybody;
      clearTimeout(timer);
      if (end.isNear)
        throw new Error(`They had to give up: ${JSON.stringify(Object.fromEntries(trying))}\n${life.bot().said().slice(-3_000)}`);
    },
  };
}

function enquiryOf(name: string, index: number): Record<string, unknown> {
  return {
    externalId: name,
    name,
    company: 'Engine Ltd',
    email: `${name.toLowerCase()}@engine.test`,
    source: 'webinar',
    country: countries[index % countries.length],
    message: `${name} asks.`,
  };
}

function hasButton(card: { readonly blocks?: readonly Record<string, unknown>[] }, actionId: string): boolean {
  const elements = (card.blocks ?? []).flatMap((block) => (Array.isArray(block['elements']) ? (block['elements'] as unknown[]) : []));
  return elements.some((element) => isFields(element) && element['action_id'] === actionId);
}
