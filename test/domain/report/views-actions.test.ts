// What marketing expected beside what sales judged: a word only where the range leaves the expectation out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExpectationSet } from '../../../src/domain/expectation.ts';
import { actionsOf } from '../../../src/domain/report/views.ts';
import { heldBy } from '../../../src/domain/report/views-actions.ts';
import { actionWords, expectationsLine, sinceWords, viewsFlags } from '../../../src/domain/report/views-words.ts';
import { shareOf } from '../../../src/domain/report/wilson.ts';
import { lives, many, onDay, viewed } from './views-log.ts';

const set = (action: string, expected: number, day = -10): ExpectationSet => ({ action, expected, at: onDay(day), why: null, by: 'U0MIA' });

describe('an expectation beside the verdicts', () => {
  const events = lives([
    ...many(30, { came: 0, action: 'demo_request', verdict: 'qualified' }),
    ...many(8, { came: 20, action: 'Demo_Request ', verdict: 'wrong_company' }),
    ...many(8, { came: 0, action: 'ebook', verdict: 'qualified' }),
    ...many(32, { came: 0, action: 'ebook', verdict: 'no_need' }),
    ...many(40, { came: 0, action: 'ebook', verdict: 'competitor' }),
    ...many(3, { came: 0, action: 'podcast', verdict: 'qualified' }),
    { came: 0, action: 'trial' },
    { came: 0 },
  ]);
  const expectations = [set('demo_request', 80, 10), set('ebook', 60), set('podcast', 20), set('fair', 50)];
  const report = viewed(events, { expectations });
  const row = (action: string) => report.actions?.find((one) => one.action === action);

  it('counts the verdicts that count, under the name of the group', () => {
    expect(report.actions?.map(({ action }) => action)).toEqual(['ebook', 'demo_request', 'podcast', '(unknown)', 'trial']);
    expect(row('demo_request')).toMatchObject({ delivered: 38, qualifiedRate: { k: 30, n: 38 } });
    expect(row('ebook')).toMatchObject({
      delivered: 80,
      qualifiedRate: { k: 8, n: 40 },
      expectation: { expected: 0.6, readiness: 'verify' },
    });
    expect(row('trial')?.expectation).toBeNull();
  });

  it('says a word only where the range leaves the expectation out', () => {
    expect(row('demo_request')?.expectation?.held).toBe('as expected');
    expect(row('ebook')?.expectation?.held).toBe('less often');
    expect(report.actions?.map(actionWords)).toEqual([
      '8 of 40 qualified (20 %, likely 11–35 %); expected 60 % (verify): qualified less often than expected',
      '30 of 38 qualified (79 %, likely 64–89 %); expected 80 % (ready): as expected',
      '3 of 3 qualified; expected 20 % (potential): too few to say',
      'no verdicts that count yet; nothing expected yet',
      'no verdicts that count yet; nothing expected yet',
    ]);
  });

  it('an action that is best at n = 3 is not called better, and raises no flag', () => {
    expect(row('podcast')?.expectation?.held).toBe('too few');
    expect(viewsFlags({ recent: report, long: report })).toEqual([
      { name: 'ebook', words: 'qualified less often than expected (8 of 40, 20 %, likely 11–35 %; expected 60 %)' },
    ]);
  });

  it('says when an expectation knew the leads that it is held against', () => {
    const told = (action: string) => {
      const one = row(action);
      return one?.expectation && sinceWords(one.expectation, one.qualifiedRate, 'UTC');
    };
    expect(told('demo_request')).toBe('on 11 Jun 2026, after 30 of 38 of them came');
    expect(told('ebook')).toBe('on 22 May 2026');
    const late = viewed(events, { expectations: [set('ebook', 20, 200)] }).actions?.find(({ action }) => action === 'ebook');
    expect(late?.expectation && sinceWords(late.expectation, late.qualifiedRate, 'UTC')).toBe('on 18 Dec 2026, after these leads came');
  });

  it('as known then: an expectation of later is not there', () => {
    expect(viewed(events, { expectations: [set('ebook', 20, 50)], asOf: onDay(49) }).actions).toBeUndefined();
    expect(actionsOf(viewed(events)).map(({ expectation }) => expectation)).toEqual([null, null, null, null, null]);
    expect(expectationsLine(viewed(events))).toBeNull();
    expect(expectationsLine(report)).toBe('3 actions: 1 as expected, 1 qualified less often than expected, 1 too few to say');
  });
});

it('never says a word that the range does not carry', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.nat(300), fc.integer({ min: 0, max: 100 }), (n, more, expected) => {
      const share = shareOf(Math.min(more, n), n);
      const held = heldBy(expected / 100, share);
      if (n < 5) expect(held).toBe('too few');
      else if (held === 'less often') expect(share.high ?? 1).toBeLessThan(expected / 100);
      else if (held === 'more often') expect(share.low ?? 0).toBeGreaterThan(expected / 100);
      else expect((share.low ?? 0) <= expected / 100 && expected / 100 <= (share.high ?? 1)).toBe(true);
    }),
  );
});
