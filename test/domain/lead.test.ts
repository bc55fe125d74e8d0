import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Draft, decideMove } from '../../src/domain/decide.ts';
import { evolve, fold } from '../../src/domain/evolve.ts';
import { type EventType, type Lead, type LeadEvent, type LeadState, latestHandoff, stateOf } from '../../src/domain/lead.ts';
import { type Answers, type MoveName, moveNames, movesOn } from '../../src/domain/moves.ts';
import { reasonCodes } from '../../src/domain/reasons.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { given, happened, manager, marketer, monday, nobody, otherRep, received, rep, stamp } from './given.ts';

/** The transition table, written a second time and by hand: which event may follow in which state, and where it leads. */
const paths: Partial<Record<EventType, readonly (readonly [from: LeadState, to: LeadState])[]>> = {
  claimed: [['new', 'claimed']],
  released: [['claimed', 'new']],
  judged: (['new', 'claimed', 'qualified', 'unqualified', 'returned', 'archived'] as const).flatMap(
    (from) =>
      [
        [from, 'qualified'],
        [from, 'unqualified'],
      ] as const,
  ),
  reopened: (['qualified', 'unqualified', 'returned', 'archived'] as const).map((from) => [from, 'new'] as const),
  returned: [
    ['new', 'returned'],
    ['claimed', 'returned'],
  ],
  resubmitted: [
    ['returned', 'new'],
    ['archived', 'new'],
  ],
  attempted: [['claimed', 'claimed']],
  archived: [['returned', 'archived']],
  noted: [
    ['new', 'new'],
    ['claimed', 'claimed'],
  ],
};

const answersOf: fc.Arbitrary<Answers> = fc.record(
  {
    verdict: fc.constantFrom('qualified', 'unqualified', 'reopen'),
    reason: fc.constantFrom(...reasonCodes),
    note: fc.constantFrom('', 'two-person shop', 'garbage'),
    notBefore: fc.constantFrom('2026-01-01', '2027-03-01'),
    whatChanged: fc.constantFrom('', 'came to the webinar'),
    sendTo: fc.constant('U0X'),
  },
  { requiredKeys: [] },
);
const moveOfAnyKind = fc.record({
  move: fc.constantFrom(...moveNames),
  actor: fc.constantFrom(rep, otherRep, marketer, manager, nobody),
  answers: answersOf,
  isOlderCard: fc.boolean(),
  /** Half of the steps pick what a card offers and answer it well, so that logs grow long. */
  wish: fc.option(fc.nat()),
});

function sensible(lead: Lead, wish: number): { move: MoveName; answers: Answers } {
  const offered = [...movesOn('sales', stateOf(lead)), ...movesOn('marketing', stateOf(lead))];
  const move = offered[wish % offered.length] ?? 'claim';
  const verdict = (['qualified', 'unqualified', 'reopen'] as const)[wish % 3] ?? 'reopen';
  const isYes = move === 'qualified' || (move === 'change_verdict' && verdict === 'qualified');
  return { move, answers: { verdict, reason: isYes ? 'clear_need' : 'no_need', note: 'called', whatChanged: 'wrote again' } };
}

function tryMove(lead: Lead, move: MoveName, actor: typeof rep, answers: Answers, isOlderCard: boolean): readonly Draft[] {
  const handoffId = (isOlderCard ? lead.handoffs[0] : lead.handoffs.at(-1))?.id ?? '';
  try {
    return decideMove(lead, {
      move,
      handoffId,
      answers,
      actor,
      now: monday,
      timezone: 'UTC',
      nextHandoffId: `h${lead.handoffs.length + 1}`,
      definition: null,
      facts: {},
    });
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

describe('any order of any moves', () => {
  test('keeps the log a path in the transition table, and the state a fold of the log', () => {
    let longest = 0;
    fc.assert(
      fc.property(fc.array(moveOfAnyKind, { maxLength: 40, size: 'max' }), (steps) => {
        const log: LeadEvent[] = stamp([received()]);
        let lead = fold(log);
        if (!lead) throw new Error('no lead');
        for (const step of steps) {
          const { move, answers } = step.wish === null ? step : sensible(lead, step.wish);
          const actor = step.wish === null ? step.actor : manager;
          for (const event of stamp(tryMove(lead, move, actor, answers, step.wish === null && step.isOlderCard), actor.id)) {
            const from = stateOf(lead);
            lead = evolve(lead, event);
            log.push(event);
            expect(paths[event.type], `${event.type} from ${from}`).toContainEqual([from, stateOf(lead)]);
          }
        }
        longest = Math.max(longest, log.length);
        expect(fold(log)).toEqual(lead);
        expect(lead.version).toBe(log.length);
        const { state, owner, verdict } = latestHandoff(lead);
        expect(owner !== null).toBe(['claimed', 'qualified', 'unqualified'].includes(state));
        expect(verdict !== null || !['qualified', 'unqualified'].includes(state)).toBe(true);
      }),
      { numRuns: 400 },
    );
    expect(longest).toBeGreaterThan(20); // else the property proved little
  });

  test('F28: whatever the order, a verdict once given is never lost by a late claim', () => {
    const steps = fc.shuffledSubarray(['claim', 'qualified', 'unqualified', 'return', 'note', 'release'] as const, { minLength: 2 });
    fc.assert(
      fc.property(steps, (order) => {
        let lead = given([received()]);
        let isJudged = false;
        for (const move of order) {
          const answers: Answers = { reason: move === 'qualified' ? 'clear_need' : 'no_need', note: 'called' };
          for (const event of stamp(tryMove(lead, move, rep, answers, false))) lead = evolve(lead, event);
          isJudged ||= stateOf(lead) === 'qualified' || stateOf(lead) === 'unqualified';
          if (isJudged) expect(['qualified', 'unqualified']).toContain(stateOf(lead));
        }
      }),
    );
  });
});

describe('the fold', () => {
  test('a log begins with received', () => {
    expect(() => fold(stamp([happened({ type: 'claimed' })]))).toThrow(/begins with claimed/);
    expect(fold([])).toBeNull();
  });

  test('the clock starts when the card became visible, and a repost does not restart it', () => {
    const [first, second] = [
      stamp([happened({ type: 'posted', channel: 'C1', ts: '1.0' })], 'system', 100),
      stamp([happened({ type: 'posted', channel: 'C1', ts: '2.0' })], 'system', 200),
    ];
    const lead = fold([...stamp([received()]), ...first, ...second]);
    expect(lead && latestHandoff(lead)).toMatchObject({ postedAt: 100, ts: '2.0' });
  });

  test('a return keeps who had it; reopening clears the verdict', () => {
    const back = given([received(), happened({ type: 'claimed' }), happened({ type: 'returned', reason: 'no_need', cause: 'person' })]);
    expect(latestHandoff(back)).toMatchObject({ owner: null, returned: { from: 'U0KIM', reason: 'no_need' } });
    const open = given([
      received(),
      happened({ type: 'judged', verdict: 'qualified', reason: 'clear_need' }),
      happened({ type: 'reopened' }),
    ]);
    expect(latestHandoff(open)).toMatchObject({ state: 'new', owner: null, verdict: null });
  });

  test('history never decides over a live handoff', () => {
    const old: Draft = { ...received('h0', { isHistory: true }), cycle: 2 };
    const lead = given([received('h1'), old, happened({ type: 'judged', verdict: 'unqualified', reason: null }, 'h0', 2)]);
    expect(stateOf(lead)).toBe('new');
    expect(latestHandoff(lead).id).toBe('h1');
    const only = given([received('h0', { isHistory: true }), happened({ type: 'judged', verdict: 'unqualified', reason: null }, 'h0')]);
    expect(stateOf(only)).toBe('unqualified');
    expect(latestHandoff(only).owner).toBeNull();
  });

  test('speed: a note by marketing is no touch by sales', () => {
    const noted = (side: 'sales' | 'marketing') => latestHandoff(given([received(), happened({ type: 'noted', side })])).touchedAt;
    expect(noted('marketing')).toBeNull();
    expect(noted('sales')).toBe(monday);
  });
});
