// Money over days: what counts of what was written, what is refused, and that no split of its days gains or loses a cent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/domain/refusal.ts';
import { type Spend, decideSpend, spendBody, spendFaults, spendIn, spendSubject, spendsIn, spentWithin } from '../../src/domain/spend.ts';

const november: Spend = { of: 'source', name: 'google-ads', from: '2026-11-01', to: '2026-12-01', amount: 3200, currency: 'EUR' };
const line = (spend: Spend) => ({ subject: spendSubject(spend), body: spendBody(spend) });
const dateAt = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
const anyDay = fc.integer({ min: 18_000, max: 22_000 });

describe('what counts', () => {
  it('the newest for the same days in the same currency; zero takes it away', () => {
    const corrected = { ...november, amount: 3300 };
    const dollars = { ...november, currency: 'USD', amount: 50 };
    const campaign: Spend = { ...november, of: 'campaign', name: 'q4-search', amount: 1200 };
    expect(spendsIn([november, dollars, campaign, corrected].map(line))).toEqual([corrected, dollars, campaign]);
    expect(spendsIn([november, dollars, { ...november, amount: 0 }].map(line))).toEqual([dollars]);
    expect(spendsIn([november, { ...november, amount: 0 }, november].map(line))).toEqual([november]);
  });

  it('leaves out lines that another version shaped', () => {
    expect(spendIn({ subject: 'team:x', body: spendBody(november) })).toBeNull();
    expect(spendIn({ subject: 'source:x', body: { from: '2026-11-01', amount: 5 } })).toBeNull();
    expect(spendIn({ subject: 'source:a:b', body: spendBody(november) })).toEqual({ ...november, name: 'a:b' });
  });

  it('is under one subject however it is typed', () => {
    expect(spendSubject({ of: 'source', name: ' Google-Ads ' })).toBe('source:google-ads');
  });
});

describe('what may be said', () => {
  const given = [november];
  const cases: readonly (readonly [string, Partial<Spend>, string])[] = [
    ['the first of its kind', { from: '2026-12-01', to: '2027-01-01' }, 'recorded'],
    ['the day before', { from: '2026-10-31', to: '2026-11-01' }, 'recorded'],
    ['the same days of another source', { name: 'webinar' }, 'recorded'],
    ['the same days of a campaign of that name', { of: 'campaign' }, 'recorded'],
    ['some of these days in another currency', { to: '2026-11-08', currency: 'USD' }, 'recorded'],
    ['the same days with another amount', { amount: 3300 }, 'corrected'],
    ['the same days with nothing', { amount: 0 }, 'removed'],
    ['the same once more', {}, 'unchanged'],
    ['nothing where nothing stands', { from: '2026-11-05', to: '2026-11-06', amount: 0 }, 'unchanged'],
  ];
  it.each(cases)('%s', (_, more, kind) => {
    expect(decideSpend(given, { ...november, ...more }).kind).toBe(kind);
  });

  it.each([
    ['a week of it', '2026-11-09', '2026-11-16'],
    ['all of it and more', '2026-10-01', '2027-01-01'],
    ['its last day', '2026-11-30', '2026-12-02'],
    ['its first day', '2026-10-31', '2026-11-02'],
  ])('other days that overlap are refused, naming the earlier one: %s', (_, from, to) => {
    const said = (): unknown => decideSpend(given, { ...november, from, to });
    expect(said).toThrow(Refusal);
    expect(said).toThrow(/^Already recorded here: 3,200 EUR for 1–30 November 2026\. These days overlap and would count twice;/);
  });

  it('after it was taken away, other days may be said', () => {
    const left = spendsIn([november, { ...november, amount: 0 }].map(line));
    expect(decideSpend(left, { ...november, to: '2026-11-08' }).kind).toBe('recorded');
  });

  const faults: readonly (readonly [Partial<Spend>, string])[] = [
    [{ name: '  ' }, 'name is needed: what the money was spent on'],
    [{ name: 'x'.repeat(201) }, 'name is longer than 200 letters'],
    [{ to: '2026-11-01' }, 'to lies before the first day'],
    [{ to: '2027-11-03' }, 'to lies more than 366 days after the first one: say it in parts'],
    [{ from: '2027-11-20', to: '2027-11-25' }, 'to lies more than a year ahead'],
    [{ amount: -1 }, 'amount must be a number of zero or more, such as 3200'],
    [{ amount: Number.NaN }, 'amount must be a number of zero or more, such as 3200'],
    [{ amount: 1e12 + 1 }, 'amount must be at most 1,000,000,000,000'],
  ];
  it.each(faults)('%j is wrong by itself', (more, sentence) => {
    expect(spendFaults({ ...november, ...more }, '2026-11-22').map(({ field, message }) => `${field} ${message}`)).toEqual([sentence]);
  });

  it.each([{}, { to: '2027-11-02' }, { amount: 1e12 }, { amount: 0 }])('%j is fine', (more) => {
    expect(spendFaults({ ...november, ...more }, '2026-11-22')).toEqual([]);
  });
});

describe('over its days', () => {
  it('evenly by day: a month asked by week', () => {
    const weeks = ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23', '2026-11-30', '2026-12-07'];
    const parts = weeks.slice(1).map((to, index) => spentWithin(november, { from: weeks[index] ?? '', to }));
    expect(parts.map((part) => Number(part) / 10_000)).toEqual([106.6666, 746.6667, 746.6667, 746.6666, 746.6667, 106.6667]);
    expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(32_000_000n);
  });

  it('nothing outside of its days, all of it over all of them', () => {
    expect(spentWithin(november, { from: '2026-10-01', to: '2026-11-01' })).toBe(0n);
    expect(spentWithin(november, { from: '2026-12-01', to: '2027-01-01' })).toBe(0n);
    expect(spentWithin(november, { from: '2026-01-01', to: '2027-01-01' })).toBe(32_000_000n);
    expect(spentWithin(november, { from: '2026-11-20', to: '2026-11-10' })).toBe(0n);
  });

  it('the parts of any split add up to the whole, to the ten-thousandth, for any amount', () => {
    const amount = fc.oneof(
      fc.double({ min: 0, max: 1e12, noNaN: true }),
      fc.integer({ min: 0, max: 1e8 }).map((cents) => cents / 100),
    );
    fc.assert(
      fc.property(amount, anyDay, fc.integer({ min: 1, max: 366 }), fc.array(anyDay, { maxLength: 12 }), (value, first, days, cuts) => {
        const spend: Spend = { ...november, amount: value, from: dateAt(first), to: dateAt(first + days) };
        const borders = [18_000, ...cuts, 23_000].toSorted((a, b) => a - b).map(dateAt);
        const parts = borders.slice(1).map((to, index) => spentWithin(spend, { from: borders[index] ?? '', to }));
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(BigInt(Math.round(value * 10_000)));
        expect(parts.every((part) => part >= 0n)).toBe(true);
      }),
    );
  });

  it('each day gets its even share, to the ten-thousandth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), anyDay, fc.integer({ min: 1, max: 366 }), fc.nat(365), (cents, first, days, which) => {
        const spend: Spend = { ...november, amount: cents / 100, from: dateAt(first), to: dateAt(first + days) };
        const day = first + (which % days);
        const share = Number(spentWithin(spend, { from: dateAt(day), to: dateAt(day + 1) }));
        expect(Math.abs(share - (cents * 100) / days)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
