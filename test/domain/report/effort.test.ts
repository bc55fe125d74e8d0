// Follow-up beside leads: what each verdict speaks of, who tried how often, and what nobody logged.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/domain/lead.ts';
import { type ReasonCode, reasonsIn } from '../../../src/domain/reasons.ts';
import { families } from '../../../src/domain/report/effort.ts';
import { attemptsSentence, effortTable } from '../../../src/domain/report/effort-words.ts';
import { histories } from './histories.ts';
import { at, judged, newLog, received, reportOf, week } from './log.ts';

const attempted: EventBody = { type: 'attempted' };
const claimed: EventBody = { type: 'claimed' };
const silent = judged('unqualified', 'no_response');
const dayMs = 86_400_000;

/** A report of leads to each of which this happened, attempts having been logged since the given instant. */
function effortOf(leads: readonly (readonly EventBody[])[], loggedAt: number | null = at - 30 * dayMs) {
  const log = newLog();
  const long = { from: '2026-09-01', to: '2026-09-02' };
  for (const [index, bodies] of leads.entries()) log.add({ handoff: `H${index}`, at }, received(), claimed, ...bodies);
  // Of a lead of another period, so that it counts for *since when* alone.
  const other = newLog();
  if (loggedAt !== null) other.add({ handoff: 'H999', at: loggedAt, recordedAt: loggedAt }, attempted);
  return reportOf([...other.events, ...log.events], { ...week, ...(leads.length === 0 ? long : {}) }).effort;
}

const unqualified = (...codes: ReasonCode[]): EventBody[][] => codes.map((code) => [judged('unqualified', code)]);
const shares = ({ leads, followUp }: ReturnType<typeof effortOf>) =>
  [leads.data, leads.fit, followUp.reach, leads.intent].map(({ k, n }) => `${k}/${n}`).join(' ');

describe('what a verdict speaks of', () => {
  it('every reason of Unqualified belongs to one family, and no reason of Qualified to any', () => {
    expect(Object.keys(families)).toEqual(reasonsIn('unqualified'));
    expect(Object.keys(families)).toHaveLength(12);
  });

  it.each<[string, EventBody[][], string, number]>([
    ['nothing judged', [[], [attempted]], '0/0 0/0 0/0 0/0', 0],
    ['all qualified', [[judged('qualified')], [judged('qualified')]], '2/2 2/2 2/2 2/2', 0],
    ['contact data stops it first', unqualified('bad_contact'), '0/1 0/0 0/0 0/0', 0],
    ['then fit', unqualified('wrong_company', 'wrong_person', 'not_a_buyer'), '3/3 0/3 0/0 0/0', 0],
    ['then reach, which is the follow-up’s', unqualified('no_response'), '1/1 1/1 0/1 0/0', 0],
    ['then intent', unqualified('no_need', 'competitor', 'no_budget', 'bad_timing'), '4/4 4/4 4/4 0/4', 0],
    [
      'neither side’s',
      [...unqualified('already_known', 'misrouted', 'other'), [{ ...silent, reason: null } as EventBody]],
      '0/0 0/0 0/0 0/0',
      4,
    ],
    ['a return is no verdict', [[{ type: 'returned', reason: 'no_need', cause: 'person' }]], '0/0 0/0 0/0 0/0', 0],
  ])('%s', (_name, leads, expected, aside) => {
    const effort = effortOf(leads);
    expect(shares(effort)).toBe(expected);
    expect(effort.aside).toBe(aside);
  });

  it('the four steps multiply to the qualified share of those that speak of a side, whatever happened', () => {
    fc.assert(
      fc.property(histories(), (events) => {
        const { effort, totals } = reportOf(events);
        const { data, fit, intent } = effort.leads;
        const { reach, attempted: tried } = effort.followUp;
        expect([data.n, fit.n, reach.n, intent.n, intent.k]).toEqual([
          totals.judged - effort.aside,
          data.k,
          fit.k,
          reach.k,
          totals.qualified,
        ]);
        expect(tried.k).toBeLessThanOrEqual(tried.n);
        expect(effort.attempts.total).toBeGreaterThanOrEqual(tried.k);
        expect(effortTable({ effort }, 100).join('\n')).not.toMatch(/NaN|undefined|null|Infinity/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('attempts', () => {
  const tried = (times: number, ...more: EventBody[]): EventBody[] => [...Array.from({ length: times }, () => attempted), ...more];
  const back = { type: 'returned', reason: 'no_response', cause: 'person' } as const;

  it('are counted for each handoff, and for those without a response by how many there were', () => {
    const { followUp, attempts } = effortOf([
      tried(0, silent),
      tried(1, silent),
      tried(2, back),
      tried(3, silent),
      tried(7, silent),
      tried(2, judged('qualified')),
      [],
    ]);
    expect(attempts).toMatchObject({ total: 15, noResponse: [1, 1, 1, 2] });
    expect(followUp.attempted).toMatchObject({ k: 5, n: 7 });
  });

  it('a verdict says more than a return that came before it, and a return by the clock says nothing', () => {
    expect(effortOf([[back, judged('qualified')]]).attempts.noResponse).toEqual([0, 0, 0, 0]);
    expect(effortOf([[{ type: 'returned', reason: null, cause: 'stalled' }]]).attempts.noResponse).toEqual([0, 0, 0, 0]);
    expect(effortOf([[silent, { type: 'reopened' }]]).attempts.noResponse).toEqual([0, 0, 0, 0]);
    expect(effortOf([[silent, { type: 'returned', reason: 'no_response', cause: 'revisit' }]]).attempts.noResponse).toEqual([1, 0, 0, 0]);
  });

  it('do not make a lead touched sooner, and history without them is no lead that nobody tried', () => {
    const log = newLog();
    log.add({ handoff: 'H1', at }, received());
    log.add({ handoff: 'H1', at: at + 60_000 }, claimed);
    log.add({ handoff: 'H1', at: at + 120_000 }, attempted);
    log.add({ handoff: 'H2', at }, received({ isHistory: true }), claimed, silent);
    const { speed, effort } = reportOf(log.events);
    expect(speed).toMatchObject({ touched: 2, wallMedianMinutes: 0 });
    expect(effort.followUp.attempted).toMatchObject({ k: 1, n: 1 });
    expect(effort.attempts).toMatchObject({ total: 1, unknown: 1, noResponse: [0, 0, 0, 0] });
    const imported = reportOf(log.events.filter(({ handoffId }) => handoffId === 'H2'));
    expect(attemptsSentence(imported.effort)).toBe('How often somebody tried is not known of imported leads.');
  });

  it('are known as they were at the time of the report, trial runs apart', () => {
    const log = newLog();
    log.add({ handoff: 'H1', at }, received(), claimed);
    log.add({ handoff: 'H1', at: at + dayMs, recordedAt: at + 9 * dayMs }, attempted);
    log.add({ handoff: 'H2', at: at - 90 * dayMs }, { type: 'attempted', isTest: true });
    expect(reportOf(log.events).effort.attempts).toMatchObject({
      loggedSince: null,
      isComparable: false,
      total: 0,
      noResponse: [0, 0, 0, 0],
    });
    const later = reportOf(log.events, { ...week, asOf: new Date(at + 10 * dayMs).toISOString() });
    expect(later.effort.attempts).toMatchObject({ loggedSince: '2026-11-17', isComparable: false, total: 1 });
  });

  it.each<[string, ReturnType<typeof effortOf>, string]>([
    [
      'where nobody ever logged one, it is not zero effort',
      effortOf([[silent], [silent]], null),
      'Attempts are not logged here, so nothing is known of how often somebody tried.',
    ],
    [
      'where logging began meanwhile',
      effortOf([[silent], tried(1, silent)], at + 3_600_000),
      'Attempts are logged since 16 Nov 2026, so little can be said of these leads.',
    ],
    ['nobody who did not respond', effortOf([tried(1, judged('qualified'))]), ''],
    [
      'nobody tried',
      effortOf([[silent], [silent]]),
      '2 of 2 “No response” have no attempt logged; perhaps it is only the logging that is missing.',
    ],
    [
      'some',
      effortOf([[silent], tried(1, silent), tried(1, silent), tried(4, silent)]),
      '1 of 4 “No response” has no attempt logged (2 have 1, 1 has 3 or more); perhaps it is only the logging that is missing.',
    ],
    ['every one', effortOf([tried(2, silent)]), 'Every “No response” has an attempt logged (1 has 2).'],
    ['no leads at all', effortOf([]), ''],
  ])('in words: %s', (_name, effort, words) => {
    expect(attemptsSentence(effort)).toBe(words);
  });
});
