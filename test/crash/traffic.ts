// What goes on while the bot is killed: programs that send leads until they are told "stored", people who press until Slack shows no error.
import { setTimeout as pause } from 'node:timers/promises';
import { labelsIn } from '../world/reading.ts';
import { kim, leadsChannel, max, mia, sam } from '../world/world.ts';
import type { Message } from '../../src/sandbox/sandbox.ts';
import { type Life, cardsOf, countries, marketingCardOf } from './life.ts';

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
  /** Names of leads whose owner a manager was told to have chosen. */
  readonly assigned: Set<string>;
  /** Names of leads whose return Slack was told "ok". */
  readonly returned: Set<string>;
  /** Names of leads that marketing was told to have begun to warm up. */
  readonly nurtured: Set<string>;
  /** Names of leads that nobody pressed anything on. */
  readonly untouched: ReadonlySet<string>;
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
/** What becomes of the others: of eight leads, one is given to somebody, one goes back to marketing, one is left alone. */
const kindsOfLeads = 8;
const isAssigned = (index: number): boolean => index % kindsOfLeads === 1;
const isReturned = (index: number): boolean => index % kindsOfLeads === 3;
const isLeftAlone = (index: number): boolean => index % kindsOfLeads === 5;
/** Only a manager can give a lead to somebody. */
const sellerOf = (index: number): string => (isAssigned(index) ? max : (sellers[index % sellers.length] ?? max));
/** After so many leads, one of the sellers is away for a moment. */
const awayAfter = 2;
const dayMs = 24 * 60 * 60 * 1000;
/** Between two tries of somebody whose first one failed. */
const againMs = 25;

/** Starts everybody. They go on through every death of the bot. */
export function startTraffic(life: Life, leads: number): Traffic {
  const names = Array.from({ length: leads }, (_, index) => `Lead${index + 1}x`);
  const promised: Promised = {
    leads: new Set(),
    enquiries: new Set(),
    claims: new Set(),
    verdicts: new Set(),
    assigned: new Set(),
    returned: new Set(),
    nurtured: new Set(),
    untouched: new Set(names.filter((_name, index) => isLeftAlone(index))),
  };
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
      // Whoever is back with marketing would open another handoff by asking again.
      if (index % enquiryEach !== 0 || isReturned(index) || isLeftAlone(index)) continue;
      await insist(`send ${name} again`, () =>
        send({ ...enquiryOf(name, index), externalId: `${name}-again`, message: `${name} asks once more.` }),
      );
      promised.enquiries.add(name);
    }
  };

  const seller = async (who: string, mine: readonly string[]): Promise<void> => {
    for (const [count, name] of mine.entries()) {
      const index = names.indexOf(name);
      if (who === sam && count === awayAfter) await awayForAMoment();
      if (isLeftAlone(index)) continue;
      if (isReturned(index)) {
        const answers = { Reason: 'No budget', Note: `${name} has no money.` };
        await insist(`return ${name}`, () =>
          fillsIn(who, salesCard(name), 'Return to marketing', answers, () => promised.returned.add(name)),
        );
      } else if (isAssigned(index)) {
        const assign = { 'Assign to': kim };
        await insist(`assign ${name}`, () => fillsIn(who, salesCard(name), 'Assign to', assign, () => promised.assigned.add(name)));
      } else await insist(`claim ${name}`, () => claim(who, name));
      if (index % verdictEach === 0) {
        const verdict = { Reason: 'Clear need' };
        await insist(`judge ${name}`, () => fillsIn(who, salesCard(name), 'Qualified', verdict, () => promised.verdicts.add(name)));
      }
    }
  };

  const claim = async (who: string, name: string): Promise<string | null> => {
    const card = salesCard(name)();
    if (!card) return 'no card';
    // Claimed by a click that Slack showed an error for, and shown so meanwhile; or it went back to marketing by itself.
    if (!labelsIn(card).includes('Claim')) return null;
    const clicked = await life.sandbox.as(who).click(card, { label: 'Claim' });
    if (!clicked.ok) return clicked.problem ?? 'not ok';
    if (life.count(name, 'stalled') === 0) promised.claims.add(name);
    return null;
  };

  /** Hands back everything that this seller has, and is back. */
  const awayForAMoment = async (): Promise<void> => {
    const until = new Date(Date.now() + 2 * dayMs).toISOString().slice(0, 10);
    for (const line of [`/lead away until ${until}`, '/lead away off']) {
      await insist(line, async () => {
        const typed = await life.sandbox.as(sam).command(line, leadsChannel);
        return typed.ok ? null : (typed.problem ?? 'not answered');
      });
    }
  };

  const marketer = async (): Promise<void> => {
    const soon = new Date(Date.now() + 2 * dayMs).toISOString().slice(0, 10);
    const answers = { Tactic: 'Webinar', 'Revisit on': soon };
    for (const name of names.filter((_name, index) => isReturned(index))) {
      const card = (): Message | undefined => marketingCardOf(life.sandbox, name);
      await insist(`nurture ${name}`, () => fillsIn(mia, card, 'Start nurture', answers, () => promised.nurtured.add(name)));
    }
  };

  const salesCard = (name: string) => (): Message | undefined => cardsOf(life.sandbox, name)[0];

  /** Presses a button that asks something, and answers it. */
  const fillsIn = async (
    who: string,
    cardNow: () => Message | undefined,
    label: string,
    answers: Record<string, string>,
    isPromised: () => void,
  ): Promise<string | null> => {
    const { sandbox } = life;
    const person = sandbox.as(who);
    if (!sandbox.view(who)) {
      const card = cardNow();
      if (!card) return 'no card';
      if (!labelsIn(card).includes(label)) return null;
      const clicked = await person.click(card, { label });
      if (!clicked.ok) return clicked.problem ?? 'not ok';
      // A bot that dies between the ack and the form leaves no form; the person presses again.
      const view = await sandbox.waitFor(() => sandbox.view(who), 1_000).catch(() => null);
      if (!view) return 'no form';
    }
    const submitted = await person.submit(answers);
    if (!submitted.ok) return submitted.problem ?? 'not submitted';
    // "Already qualified, by you": the try before was stored, and its answer lost; or it went back by itself meanwhile.
    if (sandbox.view(who)) await person.close();
    else isPromised();
    return null;
  };

  const everybody = Promise.all([
    ...Array.from({ length: senders }, (_, at) => sender(names.filter((_name, index) => index % senders === at))),
    ...sellers.map((who) =>
      seller(
        who,
        names.filter((_name, index) => sellerOf(index) === who),
      ),
    ),
    marketer(),
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
