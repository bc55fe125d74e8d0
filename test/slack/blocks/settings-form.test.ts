// The form *Settings*: how it looks, within which limits, what its answers make of the settings, where each fault stands.
import type { HomeView, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { type Settings, parseSettings } from '../../../src/domain/settings.ts';
import { viewProblems } from '../../../src/sandbox/blockkit/validate.ts';
import { initialState } from '../../../src/sandbox/form.ts';
import { renderHome } from '../../../src/slack/blocks/home.ts';
import { readSettingsForm, settingsForm, settingsSection } from '../../../src/slack/blocks/settings-form.ts';
import type { StateValue, StateValues } from '../../../src/slack/blocks/state.ts';
import { type SettingsPath, clickIds, formIds, settingsBlock } from '../../../src/slack/ids.ts';
import { decodeSettingsVersion, encodeSettingsVersion } from '../../../src/slack/values.ts';
import { leadAfter, posted, received, timezone } from './story.ts';
import { walk } from './walk.ts';
import { looksAsItDid } from './look.ts';

const changedAt = Date.UTC(2026, 10, 23, 15);

function settingsOf(file: Record<string, unknown>): Settings {
  const parsed = parseSettings(file);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

const plain = settingsOf({ channels: { leads: 'C0LEADS' } });
const full = settingsOf({
  channels: { leads: 'C0LEADS', marketing: 'C0MKTG', digest: 'C0DIGEST' },
  people: { sales: ['S0REPS', 'U0KIM', 'U0SAM'], marketing: ['U0MIA', 'S0MKTG', 'S0WEB'], managers: ['U0MAX'] },
  timezone: 'Europe/Berlin',
  businessHours: { mon: ['09:00-12:30', '13:30-17:00'], tue: ['09:00-17:00'], wed: ['09:00-17:00'], sat: ['10:00-12:00'], sun: [] },
  holidays: ['2026-12-25'],
  deadlines: { claim: 'PT240M', stalledClaimed: 'P5DT4H' },
  digest: { day: 'fri', at: '16:30' },
  routes: [{ when: { country: ['DE'] }, channel: 'C0DACH' }],
});

const row = { record: leadAfter([received, posted]), handoffId: 'h_01' };
const rows = Array.from({ length: 40 }, () => row);
const home = (more: Partial<Parameters<typeof renderHome>[0]>): HomeView =>
  renderHome({
    isSetUp: true,
    roles: ['manager'],
    mine: [],
    waiting: { rows: [], total: 0 },
    returned: { rows: [], total: 0 },
    timezone,
    lastChange: { by: 'U0MAX', at: changedAt },
    ...more,
  });

const shown: Readonly<Record<string, HomeView | ModalView>> = {
  'form-plain': settingsForm(plain, 1),
  'form-full': settingsForm(full, 12),
  'home-by-person': home({}),
  'home-by-file': home({ lastChange: { by: 'system', at: changedAt } }),
};

describe('how it looks', () => {
  looksAsItDid('settings', shown);

  it.each(Object.entries(shown))('%s is within Slack’s limits, and only what is listened to can be pressed', (_, view) => {
    expect(viewProblems(view)).toEqual([]);
    expect(walk(view).actionIds.filter((id) => id !== 'answer' && !clickIds.includes(id))).toEqual([]);
    if (view.type === 'modal') expect(formIds).toContain(view.callback_id);
  });

  it('labels have at most 24 characters', () => {
    const labels = settingsForm(full, 1).blocks.flatMap((block) => ('label' in block && block.type === 'input' ? [block.label.text] : []));
    expect(labels).toHaveLength(15);
    expect(labels.filter((label) => label.length > 24)).toEqual([]);
  });

  it('stands under lists that are full', () => {
    const view = home({ mine: rows, waiting: { rows, total: 99 }, returned: { rows, total: 99 } });
    expect(view.blocks.length).toBeLessThanOrEqual(100);
    expect(view.blocks.slice(-2)).toEqual(settingsSection({ by: 'U0MAX', at: changedAt }, timezone));
  });

  it('does not stand over *Set up*', () => {
    expect(walk(home({ isSetUp: false })).actionIds).not.toContain('settings_open');
  });

  it('hours that are too long to show can be left empty, and stay', () => {
    const spans = Array.from({ length: 700 }, (_, nth) => `${clock(2 * nth)}-${clock(2 * nth + 1)}`);
    const long = settingsOf({ channels: { leads: 'C0LEADS' }, businessHours: { mon: spans } });
    const form = settingsForm(long, 1);
    expect(viewProblems(form)).toEqual([]);
    expect(readSettingsForm(stateOf(form), long)).toEqual({ settings: long });
  });
});

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function stateOf(form: ModalView): Record<string, Record<string, StateValue>> {
  return initialState(JSON.parse(JSON.stringify(form.blocks)) as Parameters<typeof initialState>[0]);
}

/** The form as it opens, with some inputs filled in otherwise. */
function filled(settings: Settings, answers: Partial<Record<SettingsPath, StateValue>>): StateValues {
  const changed = Object.entries(answers).map(([path, answer]) => [settingsBlock(path as SettingsPath), { answer }] as const);
  return { ...stateOf(settingsForm(settings, 1)), ...Object.fromEntries(changed) };
}

describe('answers', () => {
  it.each([
    ['plain', plain],
    ['full', full],
  ])('a form that nobody touched makes the same settings, as they were written: %s', (_, settings) => {
    expect(readSettingsForm(filled(settings, {}), settings)).toEqual({ settings });
  });

  it('nothing answered at all leaves everything as it is', () => {
    expect(readSettingsForm({}, full)).toEqual({ settings: full });
  });

  it('each answer takes the place of its setting and of nothing else', () => {
    const values = filled(full, {
      'channels.digest': { selected_conversation: 'C0OTHER' },
      'people.sales': { selected_users: ['U0NEW', 'U0SAM'] },
      'people.marketing': { selected_users: [] },
      timezone: { value: ' Asia/Tokyo ' },
      businessHours: { value: 'mon-tue 9:00-18:00' },
      'deadlines.claim': { value: '1d 4h' },
      'deadlines.marketing': { value: 'P3D' },
      'digest.day': { selected_option: { value: 'mon' } },
      'digest.at': { selected_time: '08:15' },
    });
    expect(readSettingsForm(values, full)).toEqual({
      settings: {
        ...full,
        channels: { ...full.channels, digest: 'C0OTHER' },
        people: { ...full.people, sales: ['S0REPS', 'U0SAM', 'U0NEW'], marketing: ['S0MKTG', 'S0WEB'] },
        timezone: 'Asia/Tokyo',
        businessHours: { mon: ['09:00-18:00'], tue: ['09:00-18:00'] },
        deadlines: { ...full.deadlines, claim: 'P1DT4H', marketing: 'P3D' },
        digest: { day: 'mon', at: '08:15' },
      },
    });
  });

  it.each<[SettingsPath, StateValue, string]>([
    ['timezone', { value: 'Berlin' }, 'This must be a time zone such as America/New_York or Europe/Berlin.'],
    ['businessHours', { value: 'weekdays' }, '“weekdays” is neither a day such as mon or mon-fri, nor hours such as 09:00-17:00.'],
    ['businessHours', { value: ';' }, 'These hours must open at least once a week.'],
    ['businessHours', { value: 'mon 09:00-17:00, 12:00-13:00' }, '“12:00-13:00” of mon must not overlap with "09:00-17:00" of mon.'],
    ['deadlines.claim', { value: 'soon' }, 'This must be a time such as 4h, 2d, 30m or 1d 4h.'],
    ['deadlines.verdict', { value: '0h' }, 'This must be longer than zero.'],
    ['deadlines.marketing', { value: '99999999d' }, 'This must be shorter than ten years in these business hours.'],
    ['digest.day', { selected_option: { value: 'someday' } }, 'This must be one of mon, tue, wed, thu, fri, sat, sun.'],
    ['digest.at', { selected_time: '25:00' }, 'This must be a time such as 09:00.'],
    ['channels.leads', { selected_conversation: `C${'0'.repeat(24)}` }, expect.stringMatching(/^This must be a channel id/) as string],
    ['people.sales', { selected_users: [`U${'0'.repeat(24)}`] }, expect.stringMatching(/^This must be a user id/) as string],
  ])('%s %j is told under its field', (path, answer, sentence) => {
    expect(readSettingsForm(filled(full, { [path]: answer }), full)).toEqual({ errors: { [settingsBlock(path)]: sentence } });
  });

  it('several faults are told at once', () => {
    const values = filled(plain, { timezone: { value: 'x' }, 'deadlines.claim': { value: 'x' }, businessHours: { value: 'x' } });
    const reading = readSettingsForm(values, plain);
    expect('errors' in reading ? Object.keys(reading.errors).toSorted() : []).toEqual(
      (['timezone', 'deadlines.claim', 'businessHours'] as const).map(settingsBlock).toSorted(),
    );
  });

  it('holidays that leave no open day in the new hours are told under the hours', () => {
    const mondays = Array.from({ length: 270 }, (_, week) => new Date(Date.UTC(2026, 10, 23 + 7 * week)).toJSON().slice(0, 10));
    const closed = settingsOf({ channels: { leads: 'C0LEADS' }, holidays: mondays });
    expect(readSettingsForm(filled(closed, { businessHours: { value: 'mon 09:00-17:00' } }), closed)).toEqual({
      errors: {
        [settingsBlock('businessHours')]: 'With the holidays that are set, these hours must leave an open day within five years.',
      },
    });
  });

  it('what no input of Slack gives counts as not answered', () => {
    const values = filled(full, { 'channels.leads': { selected_conversation: 'D0KIM' }, 'people.sales': { selected_users: ['<!here>'] } });
    expect(readSettingsForm(values, full)).toEqual({ settings: { ...full, people: { ...full.people, sales: ['S0REPS'] } } });
  });
});

it('the version that a form carries is read back, and nothing else', () => {
  expect(decodeSettingsVersion(encodeSettingsVersion(12))).toBe(12);
  for (const forged of ['', undefined, '12', 'v2:12', 'v1:', 'v1:-1', 'v1:1e3', 'v1:12 ']) expect(decodeSettingsVersion(forged)).toBeNull();
});
