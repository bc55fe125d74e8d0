// Leads that keep coming: new people, at believable times.
import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dripTimes, nextLead } from '../../src/demo/story/drip.ts';
import { pastLeads } from '../../src/demo/story/past.ts';
import { parseLead } from '../../src/sources/lead.ts';
import { expectReserved } from './reserved.ts';

const now = Date.parse('2026-11-25T10:00:00Z');
const dayMs = 24 * 60 * 60 * 1000;
const zones = ['Europe/Berlin', 'America/New_York', 'Pacific/Auckland'];

describe('nextLead', () => {
  it.each([0, 700_000])('brings 500 people whom nobody knows, counted from %i', (from) => {
    const seen = new Set(
      pastLeads({ now, timezone: 'Europe/Berlin', weeks: 8 }).flatMap(({ lead }) => lead.emailKey ?? lead.externalId ?? []),
    );
    const known = seen.size;
    for (let index = from; index < from + 500; index += 1) {
      const flat = nextLead(index);
      const reading = parseLead(flat, now);
      if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
      expectReserved(flat);
      seen.add(reading.lead.emailKey ?? reading.lead.externalId ?? '');
    }
    expect(seen.size).toBe(known + 500);
    expect(nextLead(from + 3)).toEqual(nextLead(from + 3));
  });
});

describe('dripTimes', () => {
  it('gives the same instants however the time is cut', () => {
    const span = fc.integer({ min: 0, max: 20 * 24 * 60 }).map((minutes) => now + minutes * 60_000);
    fc.assert(
      fc.property(fc.tuple(span, span, span), fc.constantFrom(...zones), (instants, zone) => {
        const [from = 0, middle = 0, to = 0] = instants.toSorted((a, b) => a - b);
        const whole = dripTimes(from, to, zone);
        expect([...dripTimes(from, middle, zone), ...dripTimes(middle, to, zone)]).toEqual(whole);
        for (const [index, at] of whole.entries()) expect(at > (whole[index - 1] ?? from) && at <= to).toBe(true);
      }),
    );
  });

  it.each(zones)('brings about six on a weekday and one on a day of the weekend, by day, in %s', (zone) => {
    const days = new Map<string, number>();
    for (const at of dripTimes(now, now + 28 * dayMs, zone)) {
      const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      expect(local.hour >= 8 && local.hour < 20).toBe(true);
      const day = local.toPlainDate().toString();
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    for (const [day, count] of [...days].slice(1, -1)) {
      if (Temporal.PlainDate.from(day).dayOfWeek > 5) expect(count).toBe(1);
      else expect(count >= 5 && count <= 7).toBe(true);
    }
    expect(days.size).toBeGreaterThan(26);
    expect(dripTimes(now, now, zone)).toEqual([]);
  });
});
