// Limits of modals, App Homes and inputs, both sides, over HTTP with a trigger from a person's command to a bot.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { bothSides, callApi, least, most, type Answer, type Row } from './limit-rows.ts';
import {
  card,
  context,
  divider,
  input,
  menu,
  modal,
  mrkdwn,
  option,
  options,
  plain,
  section,
  times,
  typed,
  x,
  type Json,
} from './samples.ts';
import { startTinyBot, type TinyBot } from './tiny-bot.ts';

let sandbox: Sandbox;
let bot: TinyBot;

beforeAll(async () => {
  sandbox = await startSandbox();
  sandbox.addUser({ id: 'U1', name: 'ana' });
  sandbox.addUser({ id: 'U2', name: 'ben' });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
  sandbox.addScope('files:read');
  bot = await startTinyBot(sandbox, 'socket');
});
afterAll(async () => {
  await bot.stop();
  await sandbox.stop();
});

const triggerOf = async (user = 'U1'): Promise<string> => (await sandbox.as(user).command('/lead x')).triggerId ?? '';
const open = async (view: Json): Promise<Answer> => callApi(sandbox, 'views.open', { trigger_id: await triggerOf(), view });
const publish = (view: Json): Promise<Answer> => callApi(sandbox, 'views.publish', { user_id: 'U1', view });

const INVALID = 'invalid_arguments';
const rule = (name: string, accepted: Json, refused: Json, at: string): Row => ({ rule: name, accepted, refused, error: INVALID, at });
const upTo = (name: string, limit: number, build: (n: number) => Json, at: string): Row =>
  most(name, limit, build, { error: INVALID, at: `/view${at}` });
const from = (name: string, limit: number, build: (n: number) => Json, at: string): Row =>
  least(name, limit, build, { error: INVALID, at: `/view${at}` });

/** Exactly this many bytes; the last character of the padding counts four. */
function sized(bytes: number): Json {
  const build = (blocks: Json[]): Json => modal(blocks);
  const full = times(81, () => section({ text: plain(3_000) }));
  const rest = bytes - Buffer.byteLength(JSON.stringify(build([...full, section({ text: plain(1) })]))) + 1;
  return build([...full, section({ text: plain(rest) })]);
}

const VIEW: Row[] = [
  upTo('blocks', 100, (n) => modal(times(n, () => divider)), '/blocks'),
  from('blocks', 1, (n) => modal(times(n, () => divider)), '/blocks'),
  most('bytes', 250_000, sized, { error: 'view_too_large' }),
  ...['title', 'submit', 'close'].flatMap((key) => [
    upTo(key, 24, (n) => modal([divider], { [key]: plain(n) }), `/${key}/text`),
    rule(`${key} in plain_text`, modal([divider], { [key]: plain() }), modal([divider], { [key]: mrkdwn() }), `/view/${key}/type`),
  ]),
  rule('a title', modal([divider]), modal([divider], { title: undefined }), '/view'),
  rule('submit with inputs', modal([divider], { submit: undefined }), modal([input()], { submit: undefined }), '/view'),
  upTo('callback_id', 255, (n) => modal([divider], { callback_id: x(n) }), '/callback_id'),
  upTo('external_id', 255, (n) => modal([divider], { external_id: x(n) }), '/external_id'),
  upTo('private_metadata', 3_000, (n) => modal([divider], { private_metadata: x(n) }), '/private_metadata'),
  most('focus_on_load', 1, (n) => modal(times(n, () => input(typed({ focus_on_load: true })))), {
    error: INVALID,
    at: '/view/blocks/1/element/focus_on_load',
  }),
  rule(
    'a block_id once',
    modal([
      { ...divider, block_id: 'a' },
      { ...divider, block_id: 'b' },
    ]),
    modal(times(2, () => ({ ...divider, block_id: 'a' }))),
    '/view/blocks/1/block_id',
  ),
  rule('blocks that modals take', modal([{ type: 'alert', text: plain() }]), modal([card()]), '/view/blocks/0/type'),
  upTo('alert', 200, (n) => modal([{ type: 'alert', text: plain(n) }]), '/blocks/0/text/text'),
  ...['default', 'info', 'warning', 'error', 'success'].map((level) =>
    rule(
      `alert level ${level}`,
      modal([{ type: 'alert', text: plain(), level }]),
      modal([{ type: 'alert', text: plain(), level: `${level}!` }]),
      '/view/blocks/0/level',
    ),
  ),
];

const home = (blocks: unknown): Json => ({ type: 'home', blocks });
const HOME: Row[] = [
  upTo('blocks', 100, (n) => home(times(n, () => divider)), '/blocks'),
  from('blocks', 1, (n) => home(times(n, () => divider)), '/blocks'),
  upTo('context elements', 10, (n) => home([context(...times(n, () => plain()))]), '/blocks/0/elements'),
  rule('elements that homes take', home([input()]), home([input({ type: 'datetimepicker' })]), '/view/blocks/0/element/type'),
];

const form = (element: Json, more: Json = {}): Json => modal([input(element, more)]);
const EL = '/blocks/0/element';
const inInput = (name: string, limit: number, element: Json, key: string): Row[] => {
  const build = (n: number): Json => form({ ...element, [key]: n });
  return [upTo(name, limit, build, `${EL}/${key}`), from(name, 1, build, `${EL}/${key}`)];
};
const number = (more: Json = {}): Json => form({ type: 'number_input', is_decimal_allowed: false, ...more });

const INPUTS: Row[] = [
  upTo('label', 2_000, (n) => form(typed(), { label: plain(n) }), '/blocks/0/label/text'),
  upTo('hint', 2_000, (n) => form(typed(), { hint: plain(n) }), '/blocks/0/hint/text'),
  rule('label in plain_text', form(typed()), form(typed(), { label: mrkdwn() }), '/view/blocks/0/label/type'),
  upTo('placeholder', 150, (n) => form(typed({ placeholder: plain(n) })), `${EL}/placeholder/text`),
  upTo('min_length', 3_000, (n) => form(typed({ min_length: n })), `${EL}/min_length`),
  from('min_length', 0, (n) => form(typed({ min_length: n })), `${EL}/min_length`),
  ...inInput('max_length', 3_000, typed(), 'max_length'),
  upTo('min_length up to max_length', 10, (n) => form(typed({ min_length: n, max_length: 10 })), EL),
  upTo('initial_value up to max_length', 10, (n) => form(typed({ initial_value: x(n), max_length: 10 })), `${EL}/initial_value`),
  rule('number_input says whether decimals', number(), number({ is_decimal_allowed: undefined }), `/view${EL}`),
  rule('number_input min_value, a string', number({ min_value: '1' }), number({ min_value: 1 }), `/view${EL}/min_value`),
  rule('number_input max_value, a string', number({ max_value: '1' }), number({ max_value: 1 }), `/view${EL}/max_value`),
  ...inInput('rich_text_input min_lines', 100, { type: 'rich_text_input' }, 'min_lines'),
  ...inInput('rich_text_input max_lines', 100, { type: 'rich_text_input' }, 'max_lines'),
  ...inInput('file_input max_files', 10, { type: 'file_input' }, 'max_files'),
  from(
    'max_selected_items',
    1,
    (n) => form({ ...menu({ type: 'multi_static_select' }), max_selected_items: n }),
    `${EL}/max_selected_items`,
  ),
  upTo('select options', 100, (n) => form(menu({ options: options(n) })), `${EL}/options`),
  upTo('radio options', 10, (n) => form({ type: 'radio_buttons', options: options(n) }), `${EL}/options`),
  upTo('option value', 75, (n) => form(menu({ options: [option(0, { value: x(n) })] })), `${EL}/options/0/value`),
  rule(
    'initial_options, each one of the options',
    form({ type: 'checkboxes', options: options(2), initial_options: [option(1)] }),
    form({ type: 'checkboxes', options: options(2), initial_options: [option(2)] }),
    `/view${EL}/initial_options/0`,
  ),
];

describe('a modal', () => bothSides(VIEW, open));
describe('an App Home', () => bothSides(HOME, publish));
describe('inputs', () => bothSides(INPUTS, open));

describe('what a single view does not show', () => {
  it('takes an external_id once, and again when the view is gone', async () => {
    const named = modal([divider], { external_id: 'lead-1' });
    expect(await open(named)).toMatchObject({ ok: true });
    const other = { trigger_id: await triggerOf('U2'), view: named };
    expect(await callApi(sandbox, 'views.open', other)).toMatchObject({ ok: false, error: 'duplicate_external_id' });
    await sandbox.as('U1').close();
    expect(await callApi(sandbox, 'views.open', other)).toMatchObject({ ok: true });
    await sandbox.as('U2').close();
  });

  it('takes a file_input with files:read alone', async () => {
    const files = form({ type: 'file_input' });
    expect(await open(files)).toMatchObject({ ok: true });
    sandbox.removeScope('files:read');
    expect(await open(files)).toMatchObject({ ok: false, error: 'missing_scope', needed: 'files:read' });
    sandbox.addScope('files:read');
  });
});
