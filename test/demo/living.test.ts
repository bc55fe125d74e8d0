// The last two days: valid whenever the demo is started.
import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoIds, demoSettings } from '../../src/demo/people.ts';
import { type Scene, livingStory } from '../../src/demo/story/living.ts';
import { pastLeads } from '../../src/demo/story/past.ts';
import { moves } from '../../src/domain/moves.ts';
import { reasonLabel, reasonsIn } from '../../src/domain/reasons.ts';
import { isVague } from '../../src/domain/vague.ts';
import { parseLead } from '../../src/sources/lead.ts';
import { expectReserved } from './reserved.ts';

const people = demoIds;
const minuteMs = 60_000;
const monday = Date.parse('2026-11-23T00:00:00Z');
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'America/St_Johns', 'UTC'];

const nows = fc.record({
  now: fc.integer({ min: 0, max: 400 * 24 * 60 - 1 }).map((minutes) => monday + minutes * minuteMs + 7),
  timezone: fc.constantFrom(...zones),
});

const story = (now = monday + 2.5 * 24 * 60 * minuteMs, timezone = 'Europe/Berlin') => livingStory({ now, timezone, people });
const local = (at: number, timezone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
const moved = (scenes: readonly Scene[]) => scenes.flatMap((scene) => (scene.does === 'moves' ? [scene] : []));
const arrived = (scenes: readonly Scene[]) => scenes.flatMap((scene) => (scene.does === 'arrives' ? [scene] : []));

describe('livingStory', () => {
  it('lies in open hours of the last two business days, in order, whenever it is told', () => {
    fc.assert(
      fc.property(nows, ({ now, timezone }) => {
        const scenes = livingStory({ now, timezone, people });
        const times = scenes.map(({ at }) => at);
        for (const [index, at] of times.entries()) {
          expect(at - (times[index - 1] ?? 0)).toBeGreaterThan(0);
          expect(at).toBeLessThanOrEqual(now - 2 * minuteMs);
          const { dayOfWeek, hour, minute } = local(at, timezone);
          expect(dayOfWeek).toBeLessThanOrEqual(5);
          expect(hour >= 9 && (hour < 17 || (hour === 17 && minute === 0))).toBe(true);
        }
        expect(times[0]).toBeGreaterThan(now - 5 * 24 * 60 * minuteMs);
      }),
      {
        numRuns: 400,
        examples: zones.flatMap((timezone) =>
          Array.from({ length: 7 * 24 }, (_, hour): [{ now: number; timezone: string }] => [
            { now: monday + hour * 60 * minuteMs, timezone },
          ]),
        ),
      },
    );
  });

  it('lets the morning’s lead arrive on a morning', () => {
    for (let hour = 11; hour < 48; hour += 1) {
      const at = arrived(story(monday + 24 * 60 * minuteMs + hour * 60 * minuteMs)).find(({ name }) => name === 'morning')?.at ?? 0;
      expect(local(at, 'Europe/Berlin').hour).toBeLessThan(12);
    }
  });

  it('moves only what has arrived, by moves and reasons that there are', () => {
    const labels = Object.values(moves).map(({ label }) => label as string);
    const scenes = story();
    for (const { at, lead, label, answers, who } of moved(scenes)) {
      expect(arrived(scenes).some((scene) => scene.name === lead && scene.at < at)).toBe(true);
      expect(labels).toContain(label);
      expect(Object.values(people)).toContain(who);
      const move = Object.values(moves).find((one) => one.label === label);
      expect(answers !== undefined).toBe((move?.asks.length ?? 0) > 0);
      const group = label === 'Qualified' ? 'qualified' : label === 'Unqualified' ? 'unqualified' : 'return';
      if (answers?.['Reason']) expect(reasonsIn(group).map(reasonLabel)).toContain(answers['Reason']);
      if (answers?.['Note']) expect(isVague(answers['Note'])).toBe(false);
    }
  });

  it('has one deal that is won, by a lead that somebody qualified before', () => {
    const scenes = story();
    const said = scenes.flatMap((scene) => (scene.does === 'outcome' ? [scene] : []));
    expect(said.map((scene) => [scene.lead, scene.said.outcome])).toEqual([
      ['lifts', 'opportunity'],
      ['lifts', 'won'],
    ]);
    const judged = moved(scenes).find(({ lead, label }) => lead === 'lifts' && label === 'Qualified');
    expect(judged?.at).toBeLessThan(said[0]?.at ?? 0);
  });

  it('logs attempts on leads that somebody has: kim needs two for one of them', () => {
    const scenes = moved(story());
    const attempts = scenes.filter(({ label }) => label === 'Log an attempt');
    expect(attempts.map(({ who, lead }) => `${who} ${lead}`)).toEqual([
      'U0SAM elevators',
      'U0KIM hospital',
      'U0KIM hospital',
      'U0SAM caller',
    ]);
    for (const { at, who, lead } of attempts) {
      expect(scenes.some((scene) => scene.lead === lead && scene.label === 'Claim' && scene.who === who && scene.at < at)).toBe(true);
    }
  });

  it('asks nobody back before a day to come', () => {
    const now = monday + 12 * 60 * minuteMs;
    const dates = moved(story(now)).flatMap(({ answers }) => answers?.['Not before'] ?? []);
    expect(dates).toHaveLength(1);
    expect(dates[0]! > local(now, 'Europe/Berlin').toPlainDate().toString()).toBe(true);
  });

  it('sends leads that intake takes, of nobody who was there before', () => {
    const now = monday + 12 * 60 * minuteMs;
    const known = new Set(pastLeads({ now, timezone: 'Europe/Berlin', weeks: 8 }).flatMap(({ lead }) => lead.emailKey ?? []));
    const seen = new Map<string, string>();
    for (const { lead, name } of arrived(story(now))) {
      const reading = parseLead(lead, now);
      if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
      expectReserved(lead);
      const { emailKey, phoneKey } = reading.lead;
      const who = emailKey ?? phoneKey ?? '';
      expect(known.has(who)).toBe(false);
      expect(seen.get(who) ?? name).toBe(name);
      seen.set(who, name);
    }
    expect(seen.size).toBe(11);
  });
});

describe('demoSettings', () => {
  it('names the people and channels, and takes the zone', () => {
    expect(demoSettings('Asia/Tokyo')).toMatchObject({
      channels: { leads: 'C0LEADS', marketing: 'C0MKTG', digest: 'C0DIGEST' },
      people: { sales: ['U0KIM', 'U0SAM'], marketing: ['U0MIA'], managers: ['U0MAX'] },
      timezone: 'Asia/Tokyo',
      digest: { day: 'mon', at: '09:00' },
    });
    expect(() => demoSettings('Middle/Earth')).toThrow(RangeError);
  });
});
