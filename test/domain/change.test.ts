// What marketing changed, read from the lines of the book: what counts, what is refused, which days are compared.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChangeSaid,
  type MarketingChange,
  changeBody,
  changeFaults,
  daysOfChange,
  foldChanges,
  hearersOf,
  othersWithin,
} from '../../src/domain/change.ts';

const said: ChangeSaid = {
  origin: { axis: 'source', name: 'linkedin-forms' },
  what: 'asks for the job title first',
  day: '2026-11-03',
  reason: 'wrong_person',
};
const markers = [
  { by: 'U0KIM', leads: 3 },
  { by: 'U0MIA', leads: 1 },
];
const recorded = (id: string, more: Partial<ChangeSaid> = {}) => ({
  id,
  at: 1,
  by: 'U0MIA',
  body: changeBody({ ...said, ...more }, markers),
});
const takenBack = (id: string, by = 'U0MAX', at = 5) => ({ id: `${id}:back:${by}`, at, by, body: { type: 'taken_back', id } });

describe('the fold', () => {
  it('reads back what was written', () => {
    expect(foldChanges([recorded('c1')])).toEqual([{ id: 'c1', at: 1, by: 'U0MIA', ...said, markers, takenBack: null }]);
  });

  it('keeps who took it back first, and what was never recorded cannot be', () => {
    const [change, ...more] = foldChanges([
      takenBack('c1', 'U0EVE', 0),
      recorded('c1'),
      takenBack('c1'),
      takenBack('c1', 'U0SAM', 9),
      takenBack('c2'),
    ]);
    expect(more).toEqual([]);
    expect(change?.takenBack).toEqual({ at: 5, by: 'U0MAX' });
  });

  it('passes over lines of any other shape', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('type', 'axis', 'name', 'what', 'day', 'reason', 'markers', 'id'), fc.jsonValue()),
        (body) => {
          const changes = foldChanges([{ id: 'x', at: 1, by: 'U1', body }]);
          expect(changes.length).toBeLessThanOrEqual(body['type'] === 'recorded' ? 1 : 0);
          for (const { what, day } of changes) expect([typeof what, typeof day]).toEqual(['string', 'string']);
        },
      ),
    );
    expect(foldChanges([{ ...recorded('c1'), body: { ...recorded('c1').body, reason: 'because' } }])).toEqual([]);
    expect(foldChanges([{ ...recorded('c1'), body: { ...recorded('c1').body, markers: [{ by: 7 }, null, 'x'] } }])[0]?.markers).toEqual([]);
  });
});

describe('what can be written down', () => {
  const today = '2026-11-23';
  it.each([
    ['as it is', {}, []],
    ['on the last day back', { day: '2026-05-27' }, []],
    ['a day earlier', { day: '2026-05-26' }, ['day']],
    ['thirty days ahead', { day: '2026-12-23' }, []],
    ['a day later', { day: '2026-12-24' }, ['day']],
    ['nothing but spaces', { what: ' \n ' }, ['what']],
    ['too many words', { what: 'x'.repeat(301) }, ['what']],
    ['a reason to qualify', { reason: 'clear_need' as const }, ['reason']],
  ])('%s', (_, more, fields) => {
    expect(Object.keys(changeFaults({ ...said, ...more }, today))).toEqual(fields);
  });
});

describe('the days', () => {
  it('are 28 on both sides, and 14 more until it can be told', () => {
    expect(daysOfChange(said)).toEqual({
      marked: { from: '2026-09-08', to: '2026-11-03' },
      known: { from: '2026-04-09', to: '2026-10-07' },
      earlier: { from: '2026-09-08', to: '2026-10-06' },
      before: { from: '2026-10-06', to: '2026-11-03' },
      after: { from: '2026-11-03', to: '2026-12-01' },
      tellsOn: '2026-12-15',
    });
  });

  it('another change of the same origin within them is told, none of another origin, none taken back', () => {
    const all = foldChanges([
      recorded('c1'),
      recorded('first day', { day: '2026-10-06' }),
      recorded('too early', { day: '2026-10-05' }),
      recorded('last day', { day: '2026-11-30' }),
      recorded('too late', { day: '2026-12-01' }),
      recorded('other', { origin: { axis: 'campaign', name: 'linkedin-forms' } }),
      recorded('mistake'),
      takenBack('mistake'),
    ]);
    const [change] = all as [MarketingChange];
    expect(othersWithin(change, all).map(({ id }) => id)).toEqual(['first day', 'last day']);
  });
});

it('whoever recorded it is not told that it was recorded', () => {
  expect(hearersOf({ markers, by: 'U0MIA' })).toEqual(['U0KIM']);
});
