// Given a log, what the report knows of each handoff, and when it knows it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/domain/lead.ts';
import { type HandoffFacts, countedTypes, createCohort } from '../../../src/domain/report/cohort.ts';
import { histories } from './histories.ts';
import { type LogEvent, type Where, judged, newLog, nowhere, received } from './log.ts';

const day = (n: number): number => Date.UTC(2026, 10, n);
/** 16 November up to, not including, 23 November. */
const span = { fromAt: day(16), toAt: day(23) };
const later = day(30);

function factsOf(events: readonly LogEvent[], asOf = later): readonly HandoffFacts[] {
  const cohort = createCohort(span, asOf);
  for (const event of events) cohort.add(event);
  return [...cohort.handoffs()];
}

type Line = readonly [Where | number, ...EventBody[]];

/** The one handoff of a log of lines `[when, what…]`; a number means handoff H1 on that day of November. */
function factsAfter(lines: readonly Line[], asOf = later): HandoffFacts | undefined {
  const log = newLog();
  for (const [where, ...bodies] of lines) log.add(typeof where === 'number' ? { handoff: 'H1', at: day(where) } : where, ...bodies);
  return factsOf(log.events, asOf)[0];
}

const returned = (cause: 'person' | 'stalled' | 'revisit'): EventBody => ({ type: 'returned', reason: null, cause });
const outcome = (name: 'opportunity' | 'won' | 'lost', amount?: number, currency?: string): EventBody => ({
  type: 'outcome',
  outcome: name,
  ...(amount === undefined ? {} : { amount }),
  ...(currency === undefined ? {} : { currency }),
});

describe('who is in the cohort', () => {
  it.each([
    ['at the first instant', day(16), 1],
    ['within', day(19), 1],
    ['a millisecond too early', day(16) - 1, 0],
    ['at the end, which is not in it', day(23), 0],
  ])('opened %s', (_, at, count) => {
    const log = newLog();
    log.add({ handoff: 'H1', at }, received());
    expect(factsOf(log.events)).toHaveLength(count);
  });

  it('takes each handoff of a lead by its own day', () => {
    const log = newLog();
    log.add({ handoff: 'H1', at: day(10) }, received({ source: 'a' }), judged('unqualified'));
    log.add({ handoff: 'H1.2', at: day(17) }, { type: 'resubmitted', attribution: { ...nowhere, source: 'b' }, isTest: false });
    const [only, ...more] = factsOf(log.events);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ handoffId: 'H1.2', leadId: 'L1', cycle: 2, openedBy: 'resubmitted', openedAt: day(17), verdict: null });
    expect(only?.attribution.source).toBe('b');
  });

  it('leaves tests out, first and sent back', () => {
    const log = newLog();
    log.add({ handoff: 'H1', at: day(17) }, received({ isTest: true }), judged('unqualified'), returned('person'));
    log.add({ handoff: 'H1.2', at: day(18) }, { type: 'resubmitted', attribution: nowhere, isTest: true });
    expect(factsOf(log.events)).toEqual([]);
  });

  it('takes history, and says what is known to the day only', () => {
    const body: EventBody = { type: 'received', attribution: nowhere, isTest: false, isHistory: true, isDateOnly: true };
    expect(factsAfter([[17, body]])).toMatchObject({ isHistory: true, isDateOnly: true, isClaimed: false });
    expect(factsAfter([[17, received()]])).toMatchObject({ isHistory: false, isDateOnly: false });
  });
});

describe('what is known of a handoff', () => {
  const q = judged('qualified', 'clear_need');
  const u = judged('unqualified', 'no_need');
  const qualified = { verdict: 'qualified', reason: 'clear_need' };
  const unqualified = { verdict: 'unqualified', reason: 'no_need' };

  it.each<[string, readonly EventBody[], Partial<HandoffFacts>]>([
    ['nothing happened', [], { isClaimed: false, verdict: null, isReturned: false, isStalled: false, outcomes: {} }],
    ['claimed', [{ type: 'claimed' }], { isClaimed: true, verdict: null }],
    ['claimed and released', [{ type: 'claimed' }, { type: 'released' }], { isClaimed: true }],
    ['judged without a claim', [q], { isClaimed: true, verdict: { verdict: 'qualified', reason: 'clear_need' } }],
    ['judged twice: the last one holds', [q, u], { verdict: { verdict: 'unqualified', reason: 'no_need' } }],
    ['reopened: no verdict, but it was claimed', [q, { type: 'reopened' }], { isClaimed: true, verdict: null }],
    ['reopened and judged again', [q, { type: 'reopened' }, u], { verdict: { verdict: 'unqualified', reason: 'no_need' } }],
    ['returned by a person', [returned('person')], { isReturned: true, isStalled: false, verdict: null, isClaimed: false }],
    ['stalled', [returned('stalled')], { isReturned: true, isStalled: true, isClaimed: false }],
    ['came up again: the verdict holds and it is no return', [u, returned('revisit')], { isReturned: false, isStalled: false }],
    ['came up again: the verdict holds', [u, returned('revisit')], { verdict: unqualified as HandoffFacts['verdict'] }],
    [
      'returned, then taken back by a verdict',
      [returned('stalled'), q],
      { isReturned: true, isStalled: true, verdict: qualified as HandoffFacts['verdict'] },
    ],
    ['reopened, then returned: no verdict', [q, { type: 'reopened' }, returned('person')], { isReturned: true, verdict: null }],
    [
      'noted, merged, archived',
      [{ type: 'noted', side: 'sales' }, { type: 'activity', attribution: nowhere }, { type: 'archived' }],
      { isClaimed: false, verdict: null },
    ],
    [
      'erased: everything still counts',
      [q, outcome('won', 5, 'EUR'), { type: 'erased' }],
      { verdict: qualified as HandoffFacts['verdict'], outcomes: { won: { amount: 5, currency: 'EUR' } } },
    ],
    [
      'a deal, then won',
      [outcome('opportunity', 9), outcome('won', 8, 'EUR')],
      { outcomes: { opportunity: { amount: 9, currency: null }, won: { amount: 8, currency: 'EUR' } } },
    ],
    ['an amount corrected', [outcome('won', 8, 'EUR'), outcome('won', 7, 'USD')], { outcomes: { won: { amount: 7, currency: 'USD' } } }],
    ['lost without an amount', [outcome('lost')], { outcomes: { lost: null } }],
  ])('%s', (_, bodies, expected) => {
    expect(factsAfter([[17, received(), ...bodies]])).toMatchObject(expected);
  });

  it.each<[string, readonly Line[], HandoffFacts['firstTouch']]>([
    ['nobody', [[18, { type: 'posted', channel: 'C', ts: '1' }, { type: 'reminded', about: 'claim' }]], null],
    [
      'a claim',
      [
        [18, { type: 'claimed' }],
        [19, q],
      ],
      { at: day(18), isDateOnly: false },
    ],
    ['a claim for somebody else', [[18, { type: 'claimed', owner: 'U2' }]], { at: day(18), isDateOnly: false }],
    ['a verdict', [[18, q]], { at: day(18), isDateOnly: false }],
    [
      'a note by sales',
      [
        [18, { type: 'noted', side: 'sales' }],
        [19, q],
      ],
      { at: day(18), isDateOnly: false },
    ],
    [
      'a note by marketing is none',
      [
        [18, { type: 'noted', side: 'marketing' }],
        [19, q],
      ],
      { at: day(19), isDateOnly: false },
    ],
    ['a return by a person', [[18, returned('person')]], { at: day(18), isDateOnly: false }],
    ['a stall is none', [[18, { type: 'stalled' }, returned('stalled')]], null],
    ['coming up again is none', [[18, returned('revisit')]], null],
    ['an outcome is none', [[18, outcome('won')]], null],
    [
      'reopened: the first stays',
      [
        [18, q],
        [19, { type: 'reopened' }, { type: 'claimed' }],
      ],
      { at: day(18), isDateOnly: false },
    ],
    [
      'the earliest, whatever the order',
      [
        [19, q],
        [18, { type: 'claimed', isDateOnly: true }],
      ],
      { at: day(18), isDateOnly: true },
    ],
  ])('first touch: %s', (_, lines, firstTouch) => {
    expect(factsAfter([[17, received()], ...lines])?.firstTouch).toEqual(firstTouch);
  });

  it('needs no other events than those that it names', () => {
    fc.assert(
      fc.property(histories(), (events) => {
        const everything = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER };
        const [all, some] = [createCohort(everything, later), createCohort(everything, later)];
        for (const event of events) {
          all.add(event);
          if (countedTypes.some((type) => type === event.type)) some.add(event);
        }
        expect([...some.handoffs()]).toEqual([...all.handoffs()]);
      }),
    );
  });

  it('keeps two handoffs of one lead apart', () => {
    const log = newLog();
    log.add({ handoff: 'H1', at: day(16) }, received(), q);
    log.add({ handoff: 'H1.2', at: day(18) }, received(), u);
    expect(factsOf(log.events).map((facts) => facts.verdict?.verdict)).toEqual(['qualified', 'unqualified']);
  });
});

describe('as known on', () => {
  const lines: readonly Line[] = [
    [17, received()],
    [18, judged('qualified')],
    // Happened on the 19th, learned on the 25th.
    [{ handoff: 'H1', at: day(19), recordedAt: day(25) }, outcome('won', 100, 'EUR')],
    [26, judged('unqualified')],
  ];

  it.each([
    [day(17) - 1, undefined],
    [day(17), { verdict: null, outcomes: {} }],
    [day(18), { verdict: { verdict: 'qualified' }, outcomes: {} }],
    [day(24), { verdict: { verdict: 'qualified' }, outcomes: {} }],
    [day(25), { verdict: { verdict: 'qualified' }, outcomes: { won: { amount: 100 } } }],
    [day(26), { verdict: { verdict: 'unqualified' }, outcomes: { won: { amount: 100 } } }],
  ])('as of %i', (asOf, expected) => {
    const facts = factsAfter(lines, asOf);
    if (expected === undefined) expect(facts).toBeUndefined();
    else expect(facts).toMatchObject(expected);
  });

  it('does not know what is recorded ahead of its time', () => {
    const ahead: readonly Line[] = [
      [17, received()],
      [{ handoff: 'H1', at: day(28), recordedAt: day(18) }, outcome('won')],
    ];
    expect(factsAfter(ahead, day(27))?.outcomes).toEqual({});
    expect(factsAfter(ahead, day(28))?.outcomes).toEqual({ won: null });
  });
});

it('passes half a million events of other weeks through without keeping them', () => {
  const cohort = createCohort(span, later);
  const log = newLog();
  log.add({ handoff: 'H1', at: day(17) }, received());
  const [template] = log.events;
  if (!template) throw new Error('no event');
  for (let n = 0; n < 500_000; n += 1) cohort.add({ ...template, handoffId: `H${n}`, at: n % 1000 === 0 ? day(17) : day(2) });
  expect([...cohort.handoffs()]).toHaveLength(500);
});
