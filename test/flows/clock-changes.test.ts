// Where clocks are put forward or back, each reminder and stall still happens once, at the calendar's instant.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../src/domain/calendar.ts';
import { durationOf } from '../../src/domain/duration.ts';
import { weekdays } from '../../src/domain/calendar/hours.ts';
import { hoursOn } from '../domain/calendar/chance.ts';
import { changesOf } from '../domain/calendar/oracle.ts';
import { dayMs, faultsIn, hourMs, minuteMs, openOffice } from './office.ts';

const stepMs = 7 * minuteMs;
const deadlines = { claim: 'PT2H', verdict: 'PT3H', stalledUnclaimed: 'P1D', stalledClaimed: 'P1DT2H', marketing: 'PT5H' };
/** Zones with a year in which their clocks change, or two calm days where they never do. */
const zones = [
  ['America/New_York', '2026-01-01', '2026-12-31'],
  ['Europe/London', '2026-01-01', '2026-12-31'],
  ['Australia/Lord_Howe', '2026-01-01', '2026-12-31'], // half an hour
  ['America/Sao_Paulo', '2017-09-01', '2018-06-01'], // at midnight
  ['Asia/Kathmandu', '1985-06-01', '1986-06-30'], // a quarter of an hour, once
  ['Asia/Kolkata', '2026-01-01', '2026-12-31'], // never
] as const;
const calmDays = [Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 10, 1, 6)];
const changes = zones.flatMap(([timezone, from, to]) =>
  [...changesOf(timezone, from, to), ...calmDays]
    .slice(0, 2)
    .map((at) => ({ timezone, at, when: Temporal.Instant.fromEpochMilliseconds(at).toString() })),
);
const weeks = {
  'all day': hoursOn(weekdays, '00:00-24:00'),
  'in the night of the change': hoursOn(weekdays, '00:30-02:30', '22:00-23:30'),
  'by day': hoursOn(weekdays, '09:00-17:00'),
};

describe.each(Object.entries(weeks))('F49: open %s', (_name, businessHours) => {
  test.each(changes)(
    '$timezone around $when',
    async ({ timezone, at }) => {
      const office = await openOffice(at - 2 * dayMs, { timezone, businessHours, deadlines });
      const calendar = createCalendar({ timezone, businessHours, holidays: [] });
      const ids: string[] = [];
      for (const end = at + 2 * dayMs; office.clock.now <= end; office.clock.now += stepMs) {
        if (ids.length < 12 && office.clock.now >= at - 2 * dayMs + ids.length * 5 * hourMs) {
          const id = await office.waits(ids.length);
          ids.push(id);
          if (ids.length % 2 === 0) await office.happens(id, { type: 'claimed' }, 'U0KIM');
        }
        await office.look();
      }
      office.clock.now -= stepMs;
      expect(await faultsIn(office)).toEqual([]);

      const lastLookAt = office.clock.now;
      const dueFrom = (fromAt: number, which: keyof typeof deadlines): number => calendar.addDuration(fromAt, durationOf(deadlines[which]));
      let happened = 0;
      for (const [index, id] of ids.entries()) {
        const { events } = await office.lead(id);
        const timesOf = (what: string) =>
          events.filter((event) => (event.type === 'reminded' ? event.about : event.type) === what).map((event) => event.at);
        const since = events.find(({ type }) => type === 'posted')?.at ?? 0;
        const isClaimed = index % 2 === 1;
        const [stalledAt] = timesOf('stalled');
        const wanted = [
          { what: isClaimed ? 'verdict' : 'claim', dueAt: dueFrom(since, isClaimed ? 'verdict' : 'claim') },
          { what: 'stalled', dueAt: dueFrom(since, isClaimed ? 'stalledClaimed' : 'stalledUnclaimed') },
          ...(stalledAt === undefined ? [] : [{ what: 'marketing', dueAt: dueFrom(stalledAt, 'marketing') }]),
        ];
        for (const { what, dueAt } of wanted) {
          const times = timesOf(what);
          expect(times.length, `${what} of lead ${index}`).toBe(dueAt <= lastLookAt ? 1 : 0);
          for (const time of times) expect(time - dueAt, `${what} of lead ${index}`).toBeLessThan(stepMs);
          for (const time of times) expect(time - dueAt, `${what} of lead ${index}`).toBeGreaterThanOrEqual(0);
          happened += times.length;
        }
      }
      expect(happened).toBeGreaterThan(12); // else it proved little
      office.close();
    },
    30_000,
  );
});

describe('F50: a clock that is wrong for a while', () => {
  test('set back by two hours at a reminder: it is not told again when its time comes again', async () => {
    const office = await openOffice();
    const id = await office.waits(1);
    office.clock.now += 4 * hourMs;
    await office.look();
    office.clock.now -= 2 * hourMs;
    for (let step = 0; step < 40; step += 1) {
      await office.look();
      office.clock.now += 10 * minuteMs;
    }
    expect((await office.lead(id)).events.filter(({ type }) => type === 'reminded')).toHaveLength(1);
    office.close();
  });

  test('three days ahead and put right again: what was not due keeps its time', async () => {
    const office = await openOffice();
    const early = await office.waits(1);
    office.clock.now += 3 * dayMs;
    await office.look();
    office.clock.now -= 3 * dayMs;
    const late = await office.waits(2);
    office.clock.now += 4 * hourMs;
    await office.look();
    const types = async (id: string) => (await office.lead(id)).events.map(({ type }) => type);
    expect(await types(early)).toEqual(['received', 'posted', 'stalled', 'returned']);
    expect(await types(late)).toEqual(['received', 'posted', 'reminded']);
    office.clock.now += 10 * dayMs;
    await office.look();
    expect(await types(early)).toEqual(['received', 'posted', 'stalled', 'returned', 'reminded']);
    expect(await faultsIn(office)).toEqual([]);
    office.close();
  });

  test('hours that are set in between count no hour twice', async () => {
    const office = await openOffice();
    const id = await office.waits(1);
    const { settings } = await office.rules();
    office.clock.now += 3 * hourMs;
    await office.apply({ holidays: ['2026-12-25'] });
    office.clock.now -= 2 * hourMs;
    await office.apply({ holidays: settings.holidays });
    for (let minute = 0; minute < 3 * 60; minute += 1) {
      await office.look();
      expect((await office.lead(id)).events.map(({ type }) => type)).not.toContain('reminded');
      office.clock.now += minuteMs;
    }
    await office.look();
    expect((await office.lead(id)).events.map(({ type }) => type)).toContain('reminded');
    office.close();
  });
});
