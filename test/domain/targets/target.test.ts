// Targets out of the book: the newest line counts, one may take it away; what cannot stand is told under its field.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/domain/roles.ts';
import {
  type Aim,
  type TargetLine,
  type TargetName,
  foldTargets,
  targetFaults,
  targetSubject,
} from '../../../src/domain/targets/target.ts';

const name: TargetName = { quarter: '2026-Q4', metric: 'qualified', currency: '' };
const aim: Aim = { value: 120, sales: 'U0KIM', marketing: 'U0MIA', next: null };
const roles = { sales: ['sales'], marketing: ['marketing'] } as const satisfies Record<string, readonly Role[]>;

let seq = 0;
function line(of: TargetName, body: Record<string, unknown>): TargetLine {
  seq += 1;
  return { seq, at: seq * 1_000, by: 'U0MAX', subject: targetSubject(of), body };
}
const set = (of: TargetName, value: number): TargetLine => line(of, { type: 'set', ...aim, value });

describe('the book', () => {
  it('the newest line of a target counts, and one may take it away', () => {
    const first = set(name, 100);
    const second = set(name, 120);
    expect(foldTargets([first, second])).toEqual([{ ...name, ...aim, value: 120, seq: second.seq, at: second.at, by: 'U0MAX' }]);
    expect(foldTargets([first, second, line(name, { type: 'removed' })])).toEqual([]);
    expect(foldTargets([first, line(name, { type: 'removed' }), set(name, 90)])).toMatchObject([{ value: 90 }]);
  });

  it('lists quarters, then metrics as the table has them, then currencies', () => {
    const names: TargetName[] = [
      { quarter: '2027-Q1', metric: 'delivered', currency: '' },
      { quarter: '2026-Q4', metric: 'stalled', currency: '' },
      { quarter: '2026-Q4', metric: 'wonAmount', currency: 'USD' },
      { quarter: '2026-Q4', metric: 'wonAmount', currency: 'EUR' },
      name,
    ];
    expect(foldTargets(names.map((one) => set(one, 10))).map(targetSubject)).toEqual([
      '2026-Q4:qualified',
      '2026-Q4:wonAmount:EUR',
      '2026-Q4:wonAmount:USD',
      '2026-Q4:stalled',
      '2027-Q1:delivered',
    ]);
  });

  it('leaves out what a newer version wrote, and never breaks', () => {
    expect(foldTargets([line(name, { type: 'paused' }), { ...set(name, 1), subject: '2026-Q4:applause' }])).toEqual([]);
    const anyBody = fc.dictionary(fc.constantFrom('type', 'value', 'sales', 'marketing', 'next'), fc.anything());
    fc.assert(
      fc.property(fc.string(), anyBody, (subject, body) => {
        expect(foldTargets([{ seq: 1, at: 1, by: 'U1', subject, body }]).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('what cannot stand', () => {
  const faults = (of: Partial<TargetName & Aim>, who: { sales: readonly Role[]; marketing: readonly Role[] } = roles) =>
    targetFaults({ ...name, ...of }, { ...aim, ...of }, who, '2026-11-22').map(({ field }) => field);

  it('nothing where two people of the two sides own a number of this quarter or the next', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ quarter: '2027-Q1' })).toEqual([]);
    expect(faults({ metric: 'coverage', value: 0.9 })).toEqual([]);
    expect(faults({ metric: 'wonAmount', currency: 'EUR', value: 60_000.5 })).toEqual([]);
    expect(faults({ metric: 'stalled', value: 0 })).toEqual([]);
    expect(faults({}, { sales: ['manager'], marketing: ['manager'] })).toEqual([]);
  });

  it.each([
    ['another quarter', { quarter: '2026-Q3' }, ['quarter']],
    ['a far quarter', { quarter: '2027-Q2' }, ['quarter']],
    ['money of no currency', { metric: 'wonAmount', value: 10 }, ['currency']],
    ['half a lead', { value: 10.5 }, ['value']],
    ['nothing to reach', { value: 0 }, ['value']],
    ['no number', { value: Number.NaN }, ['value']],
    ['too much of a share', { metric: 'coverage', value: 1.01 }, ['value']],
    ['a sum of nothing', { metric: 'wonAmount', currency: 'EUR', value: 0 }, ['value']],
    ['no time at all', { metric: 'p90Minutes', value: -1 }, ['value']],
    ['one owner twice', { marketing: 'U0KIM' }, ['marketing']],
    ['a novel', { next: 'x'.repeat(151) }, ['next']],
  ] as const)('%s', (_what, of, fields) => {
    expect(faults(of)).toEqual(fields);
  });

  it('an owner of the other side, or of none', () => {
    expect(faults({}, { sales: ['marketing'], marketing: ['sales'] })).toEqual(['sales', 'marketing']);
    expect(faults({}, { sales: [], marketing: ['marketing'] })).toEqual(['sales']);
  });
});
