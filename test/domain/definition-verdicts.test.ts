// Verdicts under a definition: which version, which criterion failed, which the data did not meet; and never a verdict lost over it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { givenUnder } from '../../src/domain/agreement/judged.ts';
import { type MoveRequest, decideMove } from '../../src/domain/decide.ts';
import { fold } from '../../src/domain/evolve.ts';
import { type Lead, latestHandoff } from '../../src/domain/lead.ts';
import { type ChosenCriterion, asksOf, moveNames, moveOf } from '../../src/domain/moves.ts';
import { v1, v2, versionOf } from './definitions.ts';
import { given, happened, marketer, monday, received, rep, stamp } from './given.ts';

const held = given([received(), happened({ type: 'claimed' })]);
const unqualified = given([received(), happened({ type: 'judged', verdict: 'unqualified', reason: 'no_need' })]);
const small = { employees: 12, country: 'FR', email: 'ada@engine.test' };
const no = { move: 'unqualified', answers: { reason: 'wrong_company' } } as const;

function drafts(lead: Lead, request: Partial<MoveRequest> & Pick<MoveRequest, 'move'>) {
  const usual = {
    handoffId: 'h1',
    answers: {},
    actor: rep,
    now: monday,
    timezone: 'UTC',
    nextHandoffId: 'h2',
    definition: v1,
    facts: small,
  };
  return decideMove(lead, { ...usual, ...request });
}

const bodies = (lead: Lead, request: Partial<MoveRequest> & Pick<MoveRequest, 'move'>) => drafts(lead, request).map(({ body }) => body);
const choosing = (id: string, version = 1) => ({ ...no, answers: { ...no.answers, failedCriterion: { version, id } } });

describe('given a definition, when a verdict is given, then it keeps', () => {
  const judged = { type: 'judged', verdict: 'unqualified', reason: 'wrong_company' };
  test.each<[string, Lead, Partial<MoveRequest> & Pick<MoveRequest, 'move'>, object]>([
    ['its version and what the data did not meet', held, no, { ...judged, definition: 1, unmet: ['c1', 'c2'] }],
    ['the criterion that failed', held, choosing('c3'), { ...judged, definition: 1, failed: 'c3', unmet: ['c1', 'c2'] }],
    [
      'no list where everything is met',
      held,
      { ...no, facts: { employees: 50, country: 'de', email: 'a@b.test' } },
      { ...judged, definition: 1 },
    ],
    ['nothing of what is unknown, but of what was not given', held, { ...no, facts: {} }, { ...judged, definition: 1, unmet: ['c4'] }],
    ['no criterion of another version', held, choosing('c5', 2), { ...judged, definition: 1, unmet: ['c1', 'c2'] }],
    ['no criterion that nobody knows', held, choosing('__proto__'), { ...judged, definition: 1, unmet: ['c1', 'c2'] }],
    ['nothing without a definition', held, { ...choosing('c3'), definition: null }, judged],
    [
      'no failed criterion with qualified',
      held,
      { move: 'qualified', answers: { reason: 'clear_need', failedCriterion: { version: 1, id: 'c1' } } },
      { type: 'judged', verdict: 'qualified', reason: 'clear_need', definition: 1, unmet: ['c1', 'c2'] },
    ],
    [
      'the version also when it is changed',
      unqualified,
      { move: 'change_verdict', answers: { verdict: 'qualified', reason: 'clear_need' }, definition: v2 },
      { type: 'judged', verdict: 'qualified', reason: 'clear_need', definition: 2, unmet: ['c1', 'c6'] },
    ],
  ])('%s', (_name, lead, request, body) => {
    expect(bodies(lead, request)).toEqual([body]);
  });

  test('the question as words of its own, beside the note', () => {
    const answers = { ...no.answers, note: ' too small ', question: '  Do you sell single looms? ' };
    expect(drafts(held, { move: 'unqualified', answers })[0]?.text).toEqual({ note: 'too small', question: 'Do you sell single looms?' });
    expect(drafts(held, { move: 'unqualified', answers: { ...no.answers, question: ' \n ' } })[0]?.text).toBeUndefined();
    expect(JSON.stringify(bodies(held, { move: 'unqualified', answers }))).not.toMatch(/loom|small/);
  });

  test('nothing where no verdict is given', () => {
    const chosen = { failedCriterion: { version: 1, id: 'c1' }, question: 'Why?' };
    expect(drafts(held, { move: 'return', answers: { reason: 'no_budget', ...chosen } })).toEqual([
      { body: { type: 'returned', reason: 'no_budget', cause: 'person' }, handoffId: 'h1', cycle: 1 },
    ]);
    expect(bodies(unqualified, { move: 'change_verdict', answers: { verdict: 'reopen', ...chosen } })).toEqual([{ type: 'reopened' }]);
    expect(bodies(held, { move: 'note', actor: marketer, answers: { note: 'x', ...chosen } })).toEqual([
      { type: 'noted', side: 'marketing' },
    ]);
  });

  test('and the state has it, until the next verdict', () => {
    const log = [...stamp([received()]), ...stamp(drafts(held, choosing('c3')))];
    const lead = fold(log);
    if (!lead) throw new Error('no lead');
    expect(latestHandoff(lead).verdict).toMatchObject({ definition: 1, failed: 'c3', unmet: ['c1', 'c2'] });
    const changed = fold([...log, ...stamp([happened({ type: 'judged', verdict: 'qualified', reason: 'clear_need' })])]);
    expect(changed && latestHandoff(changed).verdict).toMatchObject({ definition: null, failed: null, unmet: [] });
  });
});

describe('a form that was opened before a new version came into force', () => {
  test.each<[string, ChosenCriterion | undefined, number | null]>([
    ['without a choice: the version in force', undefined, 2],
    ['a criterion that stayed: the version in force', { version: 1, id: 'c1' }, 2],
    ['a criterion that is gone: the version that the form showed', { version: 1, id: 'c3' }, 1],
    ['a criterion of no version', { version: 1, id: 'c99' }, 2],
    ['a version that never was', { version: 7, id: 'c3' }, 2],
  ])('%s', (_name, chosen, version) => {
    expect(givenUnder([v1, v2], chosen)?.version ?? null).toBe(version);
    expect(givenUnder([], chosen)).toBeNull();
  });

  test('whatever is chosen, the verdict is given, and its codes are of its version', () => {
    const anyId = fc.oneof(fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6', ''), fc.string());
    const anyFacts = fc.record({ employees: fc.option(fc.nat(100)), title: fc.option(fc.constantFrom('Head', 'Intern')) });
    fc.assert(
      fc.property(fc.subarray([v1, v2, versionOf(3, [])]), fc.nat(4), anyId, anyFacts, (versions, version, id, facts) => {
        const chosen = { version, id };
        const definition = givenUnder(versions, chosen);
        const [body] = bodies(held, { ...no, answers: { ...no.answers, failedCriterion: chosen }, definition, facts });
        if (body?.type !== 'judged') throw new Error('no verdict');
        const ids = definition?.content.criteria.map((criterion) => criterion.id) ?? [];
        expect(body.definition).toBe(definition?.version);
        expect([...(body.unmet ?? []), ...(body.failed === undefined ? [] : [body.failed])].filter((one) => !ids.includes(one))).toEqual(
          [],
        );
        if (ids.includes(id)) expect(body.failed).toBe(id);
      }),
    );
  });
});

test('what is asked grows only with a definition, and only of verdicts', () => {
  const more = (hasDefinition: boolean) => moveNames.flatMap((move) => asksOf(move, hasDefinition).map((ask) => `${move} ${ask}`));
  expect(more(true).filter((one) => !more(false).includes(one))).toEqual([
    'qualified question',
    'unqualified failedCriterion',
    'unqualified question',
  ]);
  for (const move of moveNames) expect(asksOf(move, true)).toEqual(moveOf(move).asks);
});
