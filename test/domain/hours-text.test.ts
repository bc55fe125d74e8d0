// Hours and durations as people type them: what is printed is read back, what cannot be is told in plain words.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoursProblems, weekdays } from '../../src/domain/calendar/hours.ts';
import { readDuration } from '../../src/domain/duration.ts';
import { type TypedHours, durationText, hoursText, readDurationText, readHours } from '../../src/domain/hours-text.ts';
import { parseSettings } from '../../src/domain/settings.ts';

const office = ['09:00-17:00'];

describe('hours', () => {
  it.each<[string, TypedHours]>([
    ['mon-fri 09:00-17:00', { mon: office, tue: office, wed: office, thu: office, fri: office }],
    ['mon-fri 09:00-17:00; sat 10:00-12:00', { mon: office, tue: office, wed: office, thu: office, fri: office, sat: ['10:00-12:00'] }],
    ['mon 09:00-12:30, 13:30-17:00', { mon: ['09:00-12:30', '13:30-17:00'] }],
    ['mon,wed 09:00-17:00; sun 00:00-24:00', { mon: office, wed: office, sun: ['00:00-24:00'] }],
    ['fri 22:00-06:00', { fri: ['22:00-06:00'] }],
    ['', {}],
  ])('“%s” is how they are printed', (text, hours) => {
    expect(readHours(text)).toEqual({ hours });
    expect(hoursText(hours)).toBe(text);
  });

  it.each([
    ['Monday – Tuesday 9:00 - 17:00', 'mon-tue 09:00-17:00'],
    ['MON, tues 09:00-17:00', 'mon-tue 09:00-17:00'],
    ['fri-mon 9:00-17:00', 'mon,fri-sun 09:00-17:00'],
    ['mon 09:00-12:00\nmon 13:00-17:00', 'mon 09:00-12:00, 13:00-17:00'],
    ['mon-tue 09:00-17:00, sat 10:00-12:00', 'mon-tue 09:00-17:00; sat 10:00-12:00'],
    ['mon,mon-tue 09:00-17:00;', 'mon-tue 09:00-17:00'],
    ['mo 09:00-17:00', 'mon 09:00-17:00'],
  ])('“%s” is taken for “%s”', (typed, text) => {
    const reading = readHours(typed);
    expect('hours' in reading ? hoursText(reading.hours) : reading.problem).toBe(text);
  });

  it.each([
    ['09:00-17:00', 'Write the days before “09:00-17:00”, such as mon-fri 09:00-17:00.'],
    ['mon; tue 09:00-17:00', '“mon” has no hours: write them after the days, such as mon-fri 09:00-17:00.'],
    ['mon-fri 9-5', '“9-5” is neither a day such as mon or mon-fri, nor hours such as 09:00-17:00.'],
    ['m 09:00-17:00', '“m” is neither a day such as mon or mon-fri, nor hours such as 09:00-17:00.'],
    ['mon-wed-fri 09:00-17:00', '“mon-wed-fri” is neither a day such as mon or mon-fri, nor hours such as 09:00-17:00.'],
    ['mon 09:00-25:00', '“09:00-25:00” is not possible: hours go from 00:00 to 24:00.'],
    ['mon 09:00-24:30', '“09:00-24:30” is not possible: hours go from 00:00 to 24:00.'],
    ['mon 24:00-08:00', '“24:00-08:00” is not possible: hours go from 00:00 to 24:00.'],
    ['mon 09:60-17:00', '“09:60-17:00” is not possible: hours go from 00:00 to 24:00.'],
    ['mon 09:00-9:00', '“09:00-9:00” begins and ends at the same minute.'],
  ])('“%s” is refused', (text, problem) => {
    expect(readHours(text)).toEqual({ problem });
  });

  const clock = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const span = fc
    .tuple(clock, fc.oneof(clock, fc.constant('24:00')))
    .filter(([opens, closes]) => opens !== closes)
    .map(([opens, closes]) => `${opens}-${closes}`);
  const week = fc.uniqueArray(fc.tuple(fc.constantFrom(...weekdays), fc.array(span, { minLength: 1, maxLength: 4 })), {
    selector: ([day]) => day,
  });

  it('what is printed reads back as the same week', () => {
    fc.assert(
      fc.property(week, (days) => {
        const hours: TypedHours = Object.fromEntries(days);
        expect(readHours(hoursText(hours))).toEqual({ hours });
      }),
    );
  });

  it('a day without spans is a closed day', () => {
    expect(hoursText({ mon: office, sat: [] })).toBe('mon 09:00-17:00');
  });

  it('whatever is typed is read, or told in a sentence; what is read the settings take, but for overlaps and a week that never opens', () => {
    const words = fc.constantFrom(
      'mon',
      'tue-thu',
      'sun-mon',
      '9:00-17:00',
      '22:00-06:00',
      '00:00-24:00',
      ';',
      ',',
      '-',
      '\n',
      '9',
      'noon',
    );
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(words).map((some) => some.join(' ')),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const reading = readHours(text);
        if ('problem' in reading) {
          expect(reading.problem).toMatch(/\.$/);
          return;
        }
        expect(readHours(hoursText(reading.hours))).toEqual(reading);
        const parsed = parseSettings({ channels: { leads: 'C0LEADS' }, businessHours: reading.hours });
        expect('settings' in parsed).toBe(hoursProblems(reading.hours).length === 0);
      }),
    );
  });
});

describe('durations', () => {
  it.each([
    ['PT4H', '4h'],
    ['P2D', '2d'],
    ['P1DT4H', '1d 4h'],
    ['PT30M', '30m'],
    ['PT2S', '2s'],
    ['PT240M', '240m'],
    ['P1DT1H1M1S', '1d 1h 1m 1s'],
  ])('%s is printed as %s and read back', (iso, text) => {
    expect(durationText(iso)).toBe(text);
    expect(readDurationText(text)).toEqual({ iso });
    expect(readDurationText(iso)).toEqual({ iso });
  });

  it.each([
    ['4 hours', 'PT4H'],
    ['1 day 4 hrs', 'P1DT4H'],
    ['1d4h', 'P1DT4H'],
    [' 90  Min ', 'PT90M'],
    ['p1dt4h', 'P1DT4H'],
    ['20 seconds', 'PT20S'],
  ])('%s is taken for %s', (text, iso) => {
    expect(readDurationText(text)).toEqual({ iso });
  });

  it.each(['', '4', 'soon', '2w', '1 month', '4h 1d', '-4h', '1.5h', 'P1W', 'P1M', 'P', 'PT', 'P2'])('“%s” is refused', (text) => {
    expect(readDurationText(text)).toEqual({ problem: 'must be a time such as 4h, 2d, 30m or 1d 4h' });
  });

  it.each(['0h', 'PT0S', '0d 0m'])('%s is too short', (text) => {
    expect(readDurationText(text)).toEqual({ problem: 'must be longer than zero' });
  });

  it('what is printed reads back as the same time', () => {
    const part = fc.option(fc.nat(100_000), { nil: null });
    fc.assert(
      fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
        const of = (count: number | null, unit: string): string => (count === null ? '' : `${count}${unit}`);
        const time = `${of(hours, 'H')}${of(minutes, 'M')}${of(seconds, 'S')}`;
        const iso = `P${of(days, 'D')}${time && `T${time}`}`;
        const meant = readDuration(iso);
        if ('problem' in meant) return;
        const reading = readDurationText(durationText(iso));
        expect('iso' in reading && readDuration(reading.iso)).toEqual(meant);
      }),
    );
  });

  it('whatever is typed is refused, or a duration', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^P?\d{0,20}[dhmsDT ]{0,3}\d{0,9}[hmsHMS]?$/)), (text) => {
        const reading = readDurationText(text);
        if ('iso' in reading) expect(readDuration(reading.iso)).toHaveProperty('duration');
      }),
    );
  });
});
