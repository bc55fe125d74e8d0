import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJoined } from '../../src/domain/arrival.ts';
import { consequences } from '../../src/domain/consequences.ts';
import { asks, isMoveName, moveNames, moveOf, movesOn, newVerdicts } from '../../src/domain/moves.ts';
import { reasonCodes, reasonLabel, reasonOf, reasonsIn } from '../../src/domain/reasons.ts';
import { type PersonFacts, rolesOf } from '../../src/domain/roles.ts';
import { parseSettings, routeFor } from '../../src/domain/settings.ts';
import { isVague } from '../../src/domain/vague.ts';
import { given, happened, monday, received, stamp } from './given.ts';

describe('reasons and moves', () => {
  test('the reasons of each group, in their fixed order', () => {
    expect(reasonsIn('unqualified').map(reasonLabel)).toEqual([
      'Not a buyer',
      'Bad contact data',
      'Already known',
      'Wrong team',
      'Outside our ICP',
      'Wrong person',
      'No need',
      'With a competitor',
      'No budget',
      'Not now',
      'No response',
      'Other',
    ]);
    expect(reasonsIn('qualified').map(reasonLabel)).toEqual([
      'Clear need',
      'Decision maker',
      'Budget confirmed',
      'Meeting booked',
      'Strong fit, early',
      'Other',
    ]);
    expect(reasonsIn('return')).toEqual(['no_need', 'no_budget', 'bad_timing', 'no_response', 'bad_contact', 'other']);
  });

  test('exactly six reasons count against a source', () => {
    expect(reasonCodes.filter((code) => reasonOf(code).isCounted)).toEqual([
      'not_a_buyer',
      'bad_contact',
      'wrong_company',
      'wrong_person',
      'no_need',
      'no_budget',
    ]);
  });

  test('labels fit a phone: 20 characters on buttons, 24 over inputs', () => {
    for (const name of moveNames) expect(moveOf(name).label.length, name).toBeLessThanOrEqual(20);
    for (const code of reasonCodes) expect(reasonOf(code).label.length, code).toBeLessThanOrEqual(20);
    for (const { label } of Object.values(asks)) expect(label.length).toBeLessThanOrEqual(24);
    expect(Object.values(newVerdicts)).toEqual(['Qualified', 'Unqualified', 'Reopen']);
  });

  test('what each card offers in each state', () => {
    expect(movesOn('sales', 'new')).toEqual(['claim', 'qualified', 'unqualified', 'return', 'note', 'attempt', 'assign']);
    expect(movesOn('sales', 'claimed')).toEqual(['qualified', 'unqualified', 'return', 'note', 'attempt', 'release', 'assign']);
    expect(movesOn('sales', 'qualified')).toEqual(['change_verdict']);
    expect(movesOn('marketing', 'returned')).toEqual(['nurture', 'resubmit', 'archive']);
    expect(movesOn('marketing', 'nurturing')).toEqual(['resubmit', 'archive']);
    expect(movesOn('marketing', 'archived')).toEqual(['resubmit']);
    expect(movesOn('sales', 'erased')).toEqual([]);
    expect(isMoveName('toString')).toBe(false);
  });
});

describe('settings', () => {
  test('only channels.leads is required; the rest takes the defaults', () => {
    expect(parseSettings({ channels: { leads: 'C0LEADS' } })).toMatchObject({
      settings: {
        channels: { leads: 'C0LEADS', marketing: 'C0LEADS', digest: 'C0LEADS' },
        people: { sales: [], marketing: [], managers: [] },
        timezone: 'America/New_York',
        businessHours: { mon: ['09:00-17:00'], fri: ['09:00-17:00'] },
        deadlines: { claim: 'PT4H', verdict: 'P2D', stalledUnclaimed: 'P2D', stalledClaimed: 'P5D', marketing: 'P2D' },
        digest: { day: 'mon', at: '09:00' },
        holidays: [],
        routes: [],
      },
    });
  });

  test.each([
    [
      { leads: 'C0LEADS', marketing: 'C0MKTG' },
      { leads: 'C0LEADS', marketing: 'C0MKTG', digest: 'C0LEADS' },
    ],
    [
      { leads: 'C0LEADS', digest: 'C0DIGEST' },
      { leads: 'C0LEADS', marketing: 'C0LEADS', digest: 'C0DIGEST' },
    ],
    [
      { digest: 'C0DIGEST', marketing: 'C0MKTG', leads: 'C0LEADS' },
      { leads: 'C0LEADS', marketing: 'C0MKTG', digest: 'C0DIGEST' },
    ],
  ])('channels %j are %j: the leads channel stands in for the others, and applying that again changes nothing', (channels, all) => {
    const parsed = parseSettings({ channels });
    if (!('settings' in parsed)) throw new Error('refused');
    expect(parsed.settings.channels).toEqual(all);
    expect(parseSettings(parsed.settings)).toEqual(parsed);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['nothing', {}, 'channels'],
    ['an unknown key', { channels: { leads: 'C0LEADS' }, chanels: 1 }, 'chanels'],
    ['an unknown deep key', { channels: { leads: 'C0LEADS', lead: 'C1' } }, 'channels.lead'],
    ['a channel name', { channels: { leads: '#leads' } }, 'channels.leads'],
    ['a zone that is none', { channels: { leads: 'C0LEADS' }, timezone: 'Mars/Olympus' }, 'timezone'],
    ['a bare offset', { channels: { leads: 'C0LEADS' }, timezone: '+02:00' }, 'timezone'],
    ['weeks', { channels: { leads: 'C0LEADS' }, deadlines: { claim: 'P1W' } }, 'deadlines.claim'],
    ['months', { channels: { leads: 'C0LEADS' }, deadlines: { claim: 'P1M' } }, 'deadlines.claim'],
    ['no time at all', { channels: { leads: 'C0LEADS' }, deadlines: { claim: 'PT0S' } }, 'deadlines.claim'],
    ['a week that never opens', { channels: { leads: 'C0LEADS' }, businessHours: { mon: [] } }, 'businessHours'],
    ['30 February', { channels: { leads: 'C0LEADS' }, holidays: ['2026-02-30'] }, 'holidays[0]'],
    [
      'a route by an unknown field',
      { channels: { leads: 'C0LEADS' }, routes: [{ when: { shoe: ['42'] }, channel: 'C0X' }] },
      'routes[0].when.shoe',
    ],
  ])('%s is refused with its path', (_name, file, path) => {
    const parsed = parseSettings(file);
    expect('problems' in parsed && parsed.problems.map((problem) => problem.path)).toContain(path);
  });

  const tenYears = Array.from({ length: 3660 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
  test.each<[string, object, string, string]>([
    ['hours within hours', { businessHours: { tue: ['09:00-17:00', '12:00-13:00'] } }, 'businessHours.tue[1]', '"09:00-17:00" of tue'],
    ['the same hours twice', { businessHours: { tue: ['09:00-17:00', '09:00-17:00'] } }, 'businessHours.tue[1]', '"09:00-17:00" of tue'],
    ['the later, though written first', { businessHours: { tue: ['12:00-13:00', '09:00-17:00'] } }, 'businessHours.tue[0]', 'of tue'],
    ['a night into the next day', { businessHours: { mon: ['22:00-06:00'], tue: ['05:59-12:00'] } }, 'businessHours.tue[0]', 'of mon'],
    ['Sunday night into Monday', { businessHours: { sun: ['22:00-06:00'], mon: ['05:00-12:00'] } }, 'businessHours.mon[0]', 'of sun'],
    ['holidays for ten years', { holidays: tenYears }, 'holidays', 'must leave an open day within five years'],
    ['a deadline without end', { deadlines: { verdict: 'P999999D' } }, 'deadlines.verdict', 'must be shorter than ten years in these'],
    [
      'more hours than it opens',
      { businessHours: { mon: ['09:00-09:01'] }, deadlines: { claim: 'PT9H' } },
      'deadlines.claim',
      'must be shorter than ten years',
    ],
  ])('%s: refused with the reason', (_name, part, path, message) => {
    expect(parseSettings({ channels: { leads: 'C0LEADS' }, ...part })).toEqual({
      problems: expect.arrayContaining([{ path, message: expect.stringContaining(message) }]),
    });
  });

  test.each([
    { mon: ['09:00-12:00', '12:00-17:00'] },
    { mon: ['22:00-06:00'], tue: ['06:00-22:00', '22:00-00:00'], wed: ['00:00-24:00'] },
    { sun: ['22:00-06:00'], mon: ['06:00-12:00'] },
    { sat: ['12:00-11:59'], sun: ['12:00-11:59'] },
  ])('hours %j only touch', (businessHours) => {
    expect(parseSettings({ channels: { leads: 'C0LEADS' }, businessHours, deadlines: { claim: 'PT1H' } })).toHaveProperty('settings');
  });

  test('each overlap is told once, malformed hours apart', () => {
    const businessHours = { mon: ['9-5', '09:00-12:00', '11:00-13:00'], sun: ['23:00-09:30'] };
    const parsed = parseSettings({ channels: { leads: 'C0LEADS' }, businessHours });
    expect('problems' in parsed && parsed.problems.map(({ path }) => path)).toEqual([
      'businessHours.mon[0]',
      'businessHours.mon[2]',
      'businessHours.mon[1]',
    ]);
  });

  test.each(['PT2S', 'P2D', 'P1DT4H', 'PT90M'])('%s is a deadline', (claim) => {
    expect(parseSettings({ channels: { leads: 'C0LEADS' }, deadlines: { claim } })).toHaveProperty('settings');
  });

  test('round the clock on seven days is valid', () => {
    const all = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['00:00-24:00']]));
    expect(parseSettings({ channels: { leads: 'C0LEADS' }, businessHours: all })).toHaveProperty('settings');
  });

  test('routes: the first match wins, whatever the case', () => {
    const parsed = parseSettings({
      channels: { leads: 'C0LEADS' },
      routes: [
        { when: { country: ['DE', 'at'], source: ['Webinar'] }, channel: 'C0BOTH' },
        { when: { country: ['DE'] }, channel: 'C0DACH' },
      ],
    });
    if (!('settings' in parsed)) throw new Error('refused');
    expect(routeFor(parsed.settings, { country: 'de', source: ' webinar ' })).toBe('C0BOTH');
    expect(routeFor(parsed.settings, { country: 'De' })).toBe('C0DACH');
    expect(routeFor(parsed.settings, { country: null })).toBe('C0LEADS');
  });
});

describe('roles', () => {
  const person: PersonFacts = {
    id: 'U0A',
    groups: [],
    isAdmin: false,
    isGuest: false,
    isForeign: false,
    isDeleted: false,
    isInSalesChannel: true,
    isInMarketingChannel: true,
  };
  const settingsWith = (people: object) => {
    const parsed = parseSettings({ channels: { leads: 'C0LEADS' }, people });
    if (!('settings' in parsed)) throw new Error('refused');
    return parsed.settings;
  };
  test.each<[string, Partial<PersonFacts>, object, string[]]>([
    ['empty lists: anyone sells and markets', {}, {}, ['sales', 'marketing']],
    ['empty lists: in none of the channels', { isInSalesChannel: false, isInMarketingChannel: false }, {}, []],
    ['empty lists: in one of the channels', { isInSalesChannel: false }, {}, ['marketing']],
    ['listed people need no channel', { isInSalesChannel: false }, { sales: ['U0A'], marketing: ['U0B'] }, ['sales']],
    ['no managers listed: the admins', { isAdmin: true }, {}, ['sales', 'marketing', 'manager']],
    ['managers listed: admins are nothing special', { isAdmin: true }, { managers: ['U0B'] }, ['sales', 'marketing']],
    ['by id', {}, { sales: ['U0A'], marketing: ['U0B'], managers: ['U0B'] }, ['sales']],
    ['by user group', { groups: ['S0REPS'] }, { sales: ['S0REPS'], marketing: ['U0B'] }, ['sales']],
    ['outside of every list', {}, { sales: ['U0B'], marketing: ['U0B'], managers: ['U0B'] }, []],
    ['F34: a guest is nobody, even with empty lists', { isGuest: true }, {}, []],
    ['a guest listed by id', { isGuest: true }, { sales: ['U0A'], marketing: ['U0B'] }, ['sales']],
    ['a guest in a listed group is still nobody', { isGuest: true, groups: ['S0REPS'] }, { sales: ['S0REPS'], marketing: ['U0B'] }, []],
    ['another organisation never', { isForeign: true, isAdmin: true }, { sales: ['U0A'] }, []],
    ['a deactivated account never', { isDeleted: true }, { sales: ['U0A'] }, []],
  ])('%s', (_name, facts, people, roles) => {
    expect(rolesOf({ ...person, ...facts }, settingsWith(people))).toEqual(roles);
  });
});

describe('notes that nobody can act on', () => {
  test.each([
    'garbage',
    'Junk!',
    'bad lead',
    'total garbage',
    'this lead is just bad',
    'these leads suck',
    'no good',
    'Waste of time',
    'CRAP.',
    'bad quality lead',
  ])('“%s” gets one question', (note) => {
    expect(isVague(note)).toBe(true);
  });
  test.each([
    '',
    'two-person shop',
    'bad phone number',
    'wants the free plan only',
    'not good fit: they sell to us',
    'student',
    'no budget until May',
    'Müll',
    '…',
    'poor English, needs a translator',
  ])('“%s” is taken', (note) => {
    expect(isVague(note)).toBe(false);
  });
  test('any text is answered', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => typeof isVague(text) === 'boolean'));
  });
});

describe('does an enquiry join?', () => {
  const day = 86_400_000;
  const judged = (verdict: 'qualified' | 'unqualified') => happened({ type: 'judged', verdict, reason: null });
  const outcome = (kind: 'opportunity' | 'won') => happened({ type: 'outcome', outcome: kind });
  test.each([
    ['new', [received()], 0, true],
    ['claimed', [received(), happened({ type: 'claimed' })], 400, true],
    ['qualified yesterday', [received(), judged('qualified')], 1, true],
    ['qualified 89 days ago', [received(), judged('qualified')], 89, true],
    ['qualified 90 days ago', [received(), judged('qualified')], 90, false],
    ['an opportunity', [received(), judged('qualified'), outcome('opportunity')], 30, true],
    ['won', [received(), judged('qualified'), outcome('won')], 1, false],
    ['unqualified', [received(), judged('unqualified')], 0, false],
    ['returned', [received(), happened({ type: 'returned', reason: 'no_need', cause: 'person' })], 0, false],
    ['history', [received('h1', { isHistory: true })], 0, false],
    ['erased', [received(), happened({ type: 'erased' })], 0, false],
  ] as const)('%s', (_name, drafts, days, expected) => {
    expect(isJoined(given([...drafts]), monday + days * day)).toBe(expected);
  });
});

describe('consequences', () => {
  const parsed = parseSettings({ channels: { leads: 'C0LEADS', marketing: 'C0MKTG' } });
  const settings = 'settings' in parsed ? parsed.settings : null;
  const keysAfter = (drafts: Parameters<typeof given>[0], around = { settings, facts: {}, today: '2026-11-23' }) => {
    const events = stamp(drafts);
    const lead = given(drafts);
    const last = events.at(-1);
    return last ? consequences(last, lead, around).map((entry) => [entry.kind, entry.lane]) : [];
  };
  test('a new lead: one card', () => {
    expect(keysAfter([received()])).toEqual([['card', 'C0LEADS']]);
  });
  test('before any settings it waits without a lane', () => {
    expect(keysAfter([received()], { settings: null, facts: {}, today: '2026-11-23' })).toEqual([['card', '']]);
  });
  test('a verdict: card, line, and a line in the day of marketing', () => {
    expect(keysAfter([received(), happened({ type: 'judged', verdict: 'qualified', reason: 'clear_need' })])).toEqual([
      ['card', 'C0LEADS'],
      ['line', 'C0LEADS'],
      ['verdicts_day', 'C0MKTG'],
      ['verdict_line', 'C0MKTG'],
    ]);
  });
  test('a test lead is told to nobody in marketing', () => {
    const kinds = keysAfter([
      received('h1', { isTest: true }),
      happened({ type: 'judged', verdict: 'qualified', reason: 'clear_need' }),
    ]).map(([kind]) => kind);
    expect(kinds).toEqual(['card', 'line']);
  });
  test('history posts nothing', () => {
    expect(keysAfter([received('h1', { isHistory: true }), happened({ type: 'judged', verdict: 'qualified', reason: null })])).toEqual([]);
  });
  test('a return: card, line, a marketing card of its own', () => {
    expect(keysAfter([received(), happened({ type: 'returned', reason: 'no_need', cause: 'person' })]).map(([kind]) => kind)).toEqual([
      'card',
      'line',
      'marketing_card',
    ]);
  });
});
