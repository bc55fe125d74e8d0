// The settings in Slack: who changed them last, the form for the main ones, the settings that its answers make, where each fault stands.
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { durationText, hoursText, readDurationText, readHours, weekdayNames } from '../../domain/hours-text.ts';
import { type Settings, parseSettings } from '../../domain/settings.ts';
import { type SettingsPath, actionIds, callbackIds, settingsBlock, settingsPaths } from '../ids.ts';
import { encodeSettingsVersion } from '../values.ts';
import { plainInputLimits } from '../limits.ts';
import { header, ownSection, plain } from './elements.ts';
import { doer, moment, say } from './phrase.ts';
import { type StateValues, channelIn, optionIn, peopleIn, textIn, timeIn } from './state.ts';

export interface SettingsChange {
  /** A user id, or `system` for a file that was applied. */
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The section of a manager's App Home. */
export function settingsSection({ by, at }: SettingsChange, timezone: string): KnownBlock[] {
  const who = by === 'system' ? [say('Last changed with a settings file')] : [say('Last changed by '), doer(by)];
  return [
    header('Settings'),
    ownSection([...who, say(', '), moment(at, timezone)], { type: 'button', action_id: actionIds.settings, text: plain('Settings') }),
  ];
}

// ---------------------------------------------------------------- the form

const stays = 'Left empty: it stays as it is.';
const channelsOf = ['leads', 'marketing', 'digest'] as const;
const peopleOf = ['sales', 'marketing', 'managers'] as const;
const deadlinesOf = ['claim', 'verdict', 'stalledUnclaimed', 'stalledClaimed', 'marketing'] as const;

/** TABLE: labels of at most 24 characters, and what each setting does. */
const words = {
  'channels.leads': { label: 'Leads channel', hint: `New leads become cards here. ${stays}` },
  'channels.marketing': { label: 'Marketing channel', hint: `Returned leads and verdicts come here. ${stays}` },
  'channels.digest': { label: 'Digest channel', hint: `The weekly digest comes here. ${stays}` },
  'people.sales': { label: 'Sales people', hint: 'Left empty: everybody in the leads channel.' },
  'people.marketing': { label: 'Marketing people', hint: 'Left empty: everybody in the marketing channel.' },
  'people.managers': { label: 'Managers', hint: 'Left empty: the admins of this workspace.' },
  timezone: { label: 'Time zone', hint: 'A name such as America/New_York or Europe/Berlin.' },
  businessHours: {
    label: 'Business hours',
    hint: 'Such as mon-fri 09:00-17:00; sat 10:00-12:00. Days that are not named are closed. Holidays stay as they are.',
  },
  'deadlines.claim': { label: 'Claim within', hint: 'Such as 30m, 4h, 2d or 1d 4h. Only business hours count, here and below.' },
  'deadlines.verdict': { label: 'Verdict within', hint: 'For sales to say whether a claimed lead is qualified.' },
  'deadlines.stalledUnclaimed': { label: 'Stalled if unclaimed', hint: 'After this a lead that nobody claimed goes back to marketing.' },
  'deadlines.stalledClaimed': { label: 'Stalled if claimed', hint: 'After this a claimed lead without a verdict goes back to marketing.' },
  'deadlines.marketing': { label: 'Marketing within', hint: 'For marketing to look at a returned lead.' },
  'digest.day': { label: 'Digest day' },
  'digest.at': { label: 'Digest time', hint: 'In the time zone above.' },
} as const satisfies Record<SettingsPath, { label: string; hint?: string }>;

/** The modal *Settings* with what is in force. It carries the version that it shows. */
export function settingsForm(settings: Settings, version: number): ModalView {
  return {
    type: 'modal',
    callback_id: callbackIds.settings,
    private_metadata: encodeSettingsVersion(version),
    title: plain('Settings'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      ...channelsOf.map((name) => channelInput(`channels.${name}`, settings.channels[name])),
      ...peopleOf.map((name) => peopleInput(`people.${name}`, settings.people[name])),
      textInput('timezone', settings.timezone),
      textInput('businessHours', hoursText(settings.businessHours), plainInputLimits.maxLength),
      ...deadlinesOf.map((name) => textInput(`deadlines.${name}`, durationText(settings.deadlines[name]))),
      dayInput(settings.digest.day),
      input('digest.at', { type: 'timepicker', initial_time: settings.digest.at }),
    ],
  };
}

type Element = InputBlock['element'];

function input(path: SettingsPath, element: Element, more: { hint?: string; isOptional?: boolean } = {}): InputBlock {
  const { label, hint: usual }: { label: string; hint?: string } = words[path];
  const hint = more.hint ?? usual;
  return {
    type: 'input',
    block_id: settingsBlock(path),
    label: plain(label),
    ...(hint ? { hint: plain(hint) } : {}),
    ...(more.isOptional ? { optional: true } : {}),
    element: { ...element, action_id: actionIds.answer },
  };
}

/** Optional, as Slack shows nothing for a private channel that the manager is not in. */
function channelInput(path: SettingsPath, channel: string): InputBlock {
  const filter: { include: ('public' | 'private')[]; exclude_bot_users: boolean } = {
    include: ['public', 'private'],
    exclude_bot_users: true,
  };
  return input(path, { type: 'conversations_select', initial_conversation: channel, filter }, { isOptional: true });
}

/** Slack's list of people has no groups: those that the file names stay, and the hint says so. */
function peopleInput(path: SettingsPath, listed: readonly string[]): InputBlock {
  const users = listed.filter((id) => !isGroup(id));
  const groups = listed.length - users.length;
  const kept = groups === 1 ? 'The user group in this list stays as it is.' : `The ${groups} user groups in this list stay as they are.`;
  const element: Element = { type: 'multi_users_select', ...(users.length > 0 ? { initial_users: users } : {}) };
  return input(path, element, { ...(groups > 0 ? { hint: kept } : {}), isOptional: true });
}

/** What is too long to show can be left empty. */
function textInput(path: SettingsPath, initial: string, maxLength = 100): InputBlock {
  const isShown = initial.length <= maxLength;
  const element: Element = { type: 'plain_text_input', max_length: maxLength, ...(isShown ? { initial_value: initial } : {}) };
  return input(path, element, isShown ? {} : { hint: `Too long to be shown here. ${stays}`, isOptional: true });
}

function dayInput(day: Settings['digest']['day']): InputBlock {
  const options = Object.entries(weekdayNames).map(([value, name]) => ({ text: plain(name), value }));
  const initial = options.find(({ value }) => value === day);
  return input('digest.day', { type: 'static_select', options, ...(initial ? { initial_option: initial } : {}) });
}

function isGroup(id: string): boolean {
  return id.startsWith('S');
}

// ---------------------------------------------------------------- answers and faults

/** Block ids with a sentence each. */
export type SettingsErrors = Readonly<Record<string, string>>;

/** The whole settings with the answers in the place of those fields. What was not answered, or shows as before, stays as it is written. */
export function readSettingsForm(values: StateValues, now: Settings): { settings: Settings } | { errors: SettingsErrors } {
  const errors: Record<string, string> = {};
  const channels = byName(channelsOf, (name) => channelIn(values, settingsBlock(`channels.${name}`)) ?? now.channels[name]);
  const people = byName(peopleOf, (name) => listOf(now.people[name], peopleIn(values, settingsBlock(`people.${name}`))));
  const deadlines = byName(deadlinesOf, (name) => {
    const [block, written] = [settingsBlock(`deadlines.${name}`), now.deadlines[name]];
    const typed = textIn(values, block);
    if (typed === undefined || typed === durationText(written)) return written;
    const reading = readDurationText(typed);
    if ('iso' in reading) return reading.iso;
    errors[block] = `This ${reading.problem}.`;
    return written;
  });
  const parsed = parseSettings({
    ...now,
    channels,
    people,
    timezone: textIn(values, settingsBlock('timezone'))?.trim() ?? now.timezone,
    businessHours: hoursOf(values, now, errors),
    deadlines: { ...now.deadlines, ...deadlines },
    digest: {
      day: optionIn(values, settingsBlock('digest.day')) ?? now.digest.day,
      at: timeIn(values, settingsBlock('digest.at')) ?? now.digest.at,
    },
  });
  if ('problems' in parsed) for (const problem of parsed.problems) errors[blockOf(problem.path)] ??= sentenceOf(problem, values);
  return 'settings' in parsed && Object.keys(errors).length === 0 ? { settings: parsed.settings } : { errors };
}

function byName<N extends string, T>(names: readonly N[], valueOf: (name: N) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)] as const));
}

function hoursOf(values: StateValues, now: Settings, errors: Record<string, string>): Settings['businessHours'] {
  const block = settingsBlock('businessHours');
  const typed = textIn(values, block);
  if (typed === undefined || typed === hoursText(now.businessHours)) return now.businessHours;
  const reading = readHours(typed);
  if ('hours' in reading && Object.keys(reading.hours).length > 0) return reading.hours;
  // Said here, as in a week that never opens every deadline would be too long as well.
  errors[block] = 'problem' in reading ? reading.problem : 'These hours must open at least once a week.';
  return now.businessHours;
}

/** Groups and those who stay keep their places; who is new comes last. */
function listOf(listed: readonly string[], chosen: readonly string[] | undefined): readonly string[] {
  if (!chosen) return listed;
  return [...listed.filter((id) => isGroup(id) || chosen.includes(id)), ...chosen.filter((id) => !listed.includes(id))];
}

/** The input that a problem of the settings belongs to. Holidays make trouble only through the hours; else the first takes it. */
function blockOf(path: string): string {
  if (path === 'holidays') return settingsBlock('businessHours');
  return settingsBlock(
    settingsPaths.find((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`)) ?? 'channels.leads',
  );
}

/** The problem's words follow the name of a field: *must be …*. Under the field they need another beginning. */
function sentenceOf({ path, message }: { path: string; message: string }, values: StateValues): string {
  if (path === 'holidays') return `With the holidays that are set, these hours ${message}.`;
  if (!path.startsWith('businessHours')) return `This ${message}.`;
  const [, day = '', index = ''] = /^businessHours\.(\w+)\[(\d+)\]$/.exec(path) ?? [];
  const reading = readHours(textIn(values, settingsBlock('businessHours')) ?? '');
  const found = Object.entries('hours' in reading ? reading.hours : {}).find(([name]) => name === day);
  const span = found?.[1][Number(index)];
  return span ? `“${span}” of ${day} ${message}.` : `These hours ${message}.`;
}
