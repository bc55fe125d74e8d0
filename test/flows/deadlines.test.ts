// What happens by itself, on the real store: whatever people do and however the time goes, each thing happens once.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latestHandoff, stateOf } from '../../src/domain/lead.ts';
import { type Answers, type MoveName, moveNames, movesOn } from '../../src/domain/moves.ts';
import { reasonsIn } from '../../src/domain/reasons.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import type { Actor } from '../../src/domain/roles.ts';
import { localDate } from '../../src/domain/decide.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { comeBack, goAway, handBackOfGone } from '../../src/flows/absence.ts';
import { runDeadlines } from '../../src/flows/deadlines.ts';
import { eraseLead, makeMove } from '../../src/flows/leads.ts';
import { hoursArbitrary } from '../domain/calendar/chance.ts';
import { manager, marketer, otherRep, rep } from '../domain/given.ts';
import { type Office, allLeads, dayMs, doublesIn, faultsIn, hourMs, openOffice } from './office.ts';

const actors: readonly Actor[] = [rep, otherRep, marketer, manager];

interface Wish {
  readonly move: MoveName;
  readonly actor: Actor;
  readonly seed: number;
  /** Picks what the card offers, by somebody who may. */
  readonly isSensible: boolean;
}

/** Answers that mostly fit. */
function answersOf(office: Office, move: MoveName, seed: number): Answers {
  const verdict = (['qualified', 'unqualified', 'reopen'] as const)[Math.floor(seed / 3) % 3] ?? 'reopen';
  const isYes = move === 'qualified' || (move === 'change_verdict' && verdict === 'qualified');
  const group = move === 'return' ? 'return' : isYes ? 'qualified' : 'unqualified';
  const reason = reasonsIn(group)[Math.floor(seed / 8) % reasonsIn(group).length];
  const date = localDate(office.clock.now + (1 + (seed % 12)) * dayMs, 'America/New_York');
  return {
    verdict,
    note: 'called',
    whatChanged: 'wrote again',
    tactic: 'newsletter',
    revisitOn: date,
    assignTo: seed % 2 === 0 ? rep.id : otherRep.id,
    ...(reason ? { reason } : {}),
    ...(reason === 'bad_timing' || seed % 4 === 0 ? { notBefore: date } : {}),
  };
}

async function tryMove(office: Office, nth: number, wish: Wish): Promise<void> {
  const leads = await allLeads(office);
  const lead = leads[nth % leads.length];
  if (!lead) return;
  const offered = [...movesOn('sales', stateOf(lead)), ...movesOn('marketing', stateOf(lead))];
  const move = (wish.isSensible ? offered[wish.seed % offered.length] : null) ?? wish.move;
  const pressed = { move, handoffId: latestHandoff(lead).id, actor: wish.isSensible ? manager : wish.actor };
  try {
    await makeMove(office.desk, office.workspaceId, { ...pressed, answers: answersOf(office, move, wish.seed) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

const wish: fc.Arbitrary<Wish> = fc.record({
  move: fc.constantFrom(...moveNames),
  actor: fc.constantFrom(...actors),
  seed: fc.nat(10_000),
  isSensible: fc.boolean(),
});
const someDeadlines = fc.constantFrom<Settings['deadlines']>(
  { claim: 'PT4H', verdict: 'P2D', stalledUnclaimed: 'P2D', stalledClaimed: 'P5D', marketing: 'P2D' },
  { claim: 'PT2S', verdict: 'PT2S', stalledUnclaimed: 'PT5S', stalledClaimed: 'PT1M', marketing: 'PT1H' },
  { claim: 'P1D', verdict: 'PT30M', stalledUnclaimed: 'PT8H', stalledClaimed: 'P1DT4H', marketing: 'PT4H' },
);
const someMs = fc.oneof(
  fc.integer({ min: 1, max: 2 * hourMs }),
  fc.integer({ min: hourMs, max: 6 * hourMs }),
  fc.integer({ min: 2 * dayMs, max: 5 * dayMs }),
  fc.constantFrom(30 * dayMs, 95 * dayMs),
);
const nth = fc.nat(20);
const zone = fc.constantFrom('America/New_York', 'Europe/London', 'Asia/Kolkata');

type Act = (office: Office) => Promise<unknown>;
/** Each with its own words, so that a counterexample can be read. */
const act = <T>(weight: number, name: string, values: fc.Arbitrary<T>, run: (office: Office, value: T) => Promise<unknown>) => ({
  weight,
  arbitrary: values.map((value): Act & { toString(): string } =>
    Object.assign((office: Office) => run(office, value), { toString: () => `${name} ${JSON.stringify(value)}` }),
  ),
});
const anyAct = fc.oneof(
  act(
    4,
    'arrives',
    fc.record({ person: fc.nat(7), isTest: fc.boolean().map((is) => is), isPosted: fc.constantFrom(true, true, true, false) }),
    async (office, { person, isTest, isPosted }) => {
      const answer = await office.arrives(
        person,
        isTest && person === 0 ? { isTest, emailKey: null } : { message: `again ${office.clock.now}` },
      );
      if (isPosted && answer.status === 'created') await office.posts(answer.id);
    },
  ),
  act(3, 'judges', fc.record({ nth, reason: fc.constantFrom('bad_timing', 'no_budget') }), async (office, value) =>
    tryMove(office, value.nth, { move: 'unqualified', actor: rep, seed: value.reason === 'bad_timing' ? 72 : 64, isSensible: false }),
  ),
  act(20, 'moves', fc.record({ nth, wish }), (office, value) => tryMove(office, value.nth, value.wish)),
  act(6, 'claims', nth, (office, which) =>
    tryMove(office, which, { move: 'claim', actor: which % 2 === 0 ? rep : otherRep, seed: 0, isSensible: false }),
  ),
  act(6, 'passes', someMs, async (office, ms) => void (office.clock.now += ms)),
  act(1, 'sets back', fc.constant(2 * hourMs), async (office, ms) => void (office.clock.now -= ms)),
  act(1, 'jumps', fc.constant(3 * dayMs), async (office, ms) => void (office.clock.now += ms)),
  act(1, 'deadlines', someDeadlines, (office, deadlines) => office.apply({ deadlines })),
  act(1, 'hours', fc.record({ businessHours: hoursArbitrary, timezone: zone }), (office, hours) => office.apply(hours)),
  act(1, 'away', fc.constantFrom(rep.id, otherRep.id, manager.id), (office, id) =>
    goAway(office.desk, office.workspaceId, id, '2026-12-24'),
  ),
  act(1, 'back', fc.constantFrom(rep.id, otherRep.id), (office, id) => comeBack(office.desk, office.workspaceId, id)),
  act(1, 'gone', fc.constantFrom(rep.id, manager.id), (office, id) =>
    handBackOfGone(office.desk, office.workspaceId, async (one) => one === id),
  ),
  act(1, 'erases', nth, async (office, which) => {
    const leads = await allLeads(office);
    const lead = leads[which % Math.max(leads.length, 1)];
    if (lead) await eraseLead(office.desk, office.workspaceId, lead.id, 'system');
  }),
  act(1, 'outcome', fc.record({ nth, outcome: fc.constantFrom('opportunity', 'won', 'lost') }), async (office, value) => {
    const leads = await allLeads(office);
    const lead = leads[value.nth % Math.max(leads.length, 1)];
    if (lead && !lead.isErased) await office.happens(lead.id, { type: 'outcome', outcome: value.outcome }, 'api');
  }),
  act(1, 'posts late', fc.constant(null), async (office) => {
    for (const lead of await allLeads(office)) if (!lead.isErased && latestHandoff(lead).postedAt === null) await office.posts(lead.id);
  }),
  act(2, 'races', fc.record({ nth, wish }), (office, value) => Promise.all([office.look(), tryMove(office, value.nth, value.wish)])),
  act(1, 'settings meet a move', fc.record({ nth, wish, deadlines: someDeadlines }), (office, value) =>
    Promise.all([office.apply({ deadlines: value.deadlines }), tryMove(office, value.nth, value.wish)]),
  ),
);

describe('any order of moves, enquiries, settings, absences, erasures and time', () => {
  test('F50: each open handoff has its one deadline at the right instant, and nothing happens twice or never', async () => {
    const kinds = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(anyAct, { minLength: 40, maxLength: 90, size: 'max' }), async (acts) => {
        const office = await openOffice();
        try {
          const peaks: number[] = [];
          for (const one of acts) {
            const before = office.clock.now;
            await one(office);
            if (office.clock.now < before) peaks.push(before);
            await office.look();
            expect(await faultsIn(office, peaks), String(one)).toEqual([]);
          }
          const log = await office.log();
          expect(doublesIn(log)).toEqual([]);
          // Once more at the same instant: nothing.
          const was = [log, await office.plans(), await office.unsent()];
          await runDeadlines(office.desk, office.workspaceId);
          await office.look();
          expect([await office.log(), await office.plans(), await office.unsent()]).toEqual(was);
          for (const event of log) {
            const kind =
              event.type === 'reminded'
                ? `reminded ${event.about}`
                : event.type === 'resubmitted'
                  ? `back by ${event.by === 'system' ? 'itself' : 'hand'}`
                  : event.type;
            kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
          }
        } finally {
          office.close();
        }
      }),
      { numRuns: 80 },
    );
    const everything = [
      'reminded claim',
      'reminded verdict',
      'reminded marketing',
      'stalled',
      'back by itself',
      'back by hand',
      'nurtured',
      'released',
      'reopened',
      'erased',
    ];
    expect(everything.filter((kind) => !kinds.has(kind))).toEqual([]); // else the property proved little
  }, 120_000);
});
