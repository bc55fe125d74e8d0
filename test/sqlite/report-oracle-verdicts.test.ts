// Histories full of changed minds, late news and corrections: verdict against outcome agrees with the same figures computed by SQL.
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EventBody } from '../../src/domain/lead.ts';
import { createFirstOutcome } from '../../src/domain/report/outcomes.ts';
import { createVerdictHistory } from '../../src/domain/report/verdict-outcome.ts';
import { type LogEvent, judged, newLog, received } from '../domain/report/log.ts';
import { dayMs, onDay } from '../domain/report/views-log.ts';
import { verdictsOracle } from './report-oracle-verdicts.ts';

const bodies: readonly EventBody[] = [
  judged('qualified'),
  judged('unqualified', 'no_need'),
  judged('unqualified', 'bad_timing'),
  judged('unqualified', null),
  { type: 'reopened' },
  { type: 'outcome', outcome: 'opportunity' },
  { type: 'outcome', outcome: 'won' },
  { type: 'outcome', outcome: 'won', isDateOnly: true },
  { type: 'outcome', outcome: 'lost' },
];

const act = fc.record({
  lead: fc.nat(5),
  handoff: fc.nat(2),
  /** Days after the handoff was opened, and until it is recorded. */
  after: fc.nat(60),
  late: fc.constantFrom(0, 0, 0, 1, 40),
  body: fc.constantFrom(...bodies),
});

const isTrial = (day: number): boolean => day % 13 === 12;

/** Handoff n of a lead is opened some days after the one before; what happens to it comes in the order in which it was recorded. */
function logOf(opened: readonly number[], acts: readonly (typeof act extends fc.Arbitrary<infer A> ? A : never)[]): readonly LogEvent[] {
  const openings = opened.map((day, index) => {
    const [lead, handoff] = [Math.floor(index / 3), index % 3];
    return { name: `H${lead + 1}${handoff === 0 ? '' : `.${handoff + 1}`}`, day: day + handoff * 35 };
  });
  const all = [
    ...openings.map(({ name, day }) => ({ name, day, on: day, body: received({ isTest: isTrial(day) }) })),
    ...acts.flatMap(({ lead, handoff, after, late, body }) => {
      const opening = openings[lead * 3 + handoff];
      return opening
        ? [
            {
              name: opening.name,
              day: opening.day + after,
              on: opening.day + after + late,
              body: isTrial(opening.day) && body.type === 'outcome' ? ({ ...body, isTest: true } as const) : body,
            },
          ]
        : [];
    }),
  ];
  const log = newLog();
  // Somebody's deal long before: outcomes are recorded from then on, in every other history.
  if (acts.length % 2 === 0) {
    log.add({ handoff: 'H99', at: onDay(-40) }, received());
    log.add({ handoff: 'H99', at: onDay(-39) }, { type: 'outcome', outcome: 'lost' });
  }
  for (const { name, day, on, body } of all.toSorted((a, b) => a.on - b.on))
    log.add({ handoff: name, at: onDay(day), recordedAt: onDay(on) }, body);
  return log.events;
}

function stored(events: readonly LogEvent[]) {
  const db = new Database(':memory:');
  db.exec(`create table workspaces (id text); insert into workspaces values ('W1');
    create table events (workspace_id text, seq integer, type text, lead_id text, handoff_id text, at integer, recorded_at integer, data text)`);
  const insert = db.prepare(`insert into events values ('W1', ?, ?, ?, ?, ?, ?, ?)`);
  for (const { seq, type, leadId, handoffId, at, recordedAt, ...rest } of events) {
    insert.run(
      seq,
      type,
      leadId,
      handoffId,
      at,
      recordedAt,
      JSON.stringify({ isTest: false, ...rest, ...('isTest' in rest ? { isTest: rest.isTest } : {}) }),
    );
  }
  return db;
}

it('F88: agrees with SQL on any history of changed minds and late news', () => {
  let wins = 0;
  fc.assert(
    fc.property(
      fc.array(fc.nat(30), { minLength: 6, maxLength: 18 }),
      fc.array(act, { minLength: 10, maxLength: 60 }),
      fc.integer({ min: 40, max: 260 }),
      fc.nat(20),
      (opened, acts, asOfDay, fromDay) => {
        const events = logOf(opened, acts);
        const db = stored(events);
        try {
          const span = { fromAt: onDay(fromDay) - dayMs / 2, toAt: onDay(fromDay + 90) };
          const asOf = onDay(asOfDay);
          const [verdicts, first] = [createVerdictHistory(span, asOf), createFirstOutcome(asOf)];
          for (const event of events) for (const fold of [verdicts, first]) fold.add(event);
          const found = verdicts.measure(first.at(), 'UTC')?.verdictOutcome;
          expect(found).toEqual(verdictsOracle(db)(span, asOf));
          for (const { qualified, unqualified } of found?.within ?? []) wins += qualified.k + unqualified.k;
        } finally {
          db.close();
        }
      },
    ),
    { numRuns: 80 },
  );
  // It was about something.
  expect(wins).toBeGreaterThan(10);
});
