// Limits of buttons, menus and choices, both sides, over HTTP.
import { afterAll, beforeAll, describe } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { bothSides, callApi, from, inBlocks, upTo, type Row } from './limit-rows.ts';
import {
  actions,
  address,
  button,
  confirm,
  group,
  grouped,
  menu,
  mrkdwn,
  option,
  options,
  plain,
  times,
  typed,
  x,
  type Json,
} from './samples.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ isRateLimited: false });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
});
afterAll(() => sandbox.stop());

const overflow = (list: Json[]): Json => actions({ type: 'overflow', options: list });
const inButton = (rule: string, limit: number, key: string, make: (n: number) => unknown, at = ''): Row =>
  upTo(`button ${rule}`, limit, (n) => actions(button({ [key]: make(n) })), `/elements/0/${key}${at}`);
const inConfirm = (key: string, limit: number): Row =>
  upTo(`confirm ${key}`, limit, (n) => actions(button({ confirm: confirm({ [key]: plain(n) }) })), `/elements/0/confirm/${key}/text`);
const pressed = (rule: string, accepted: Json, refused: Json, at = ''): Row =>
  inBlocks(rule, [actions(accepted)], [actions(refused)], `/blocks/0/elements/0${at}`);

const ELEMENTS: Row[] = [
  inButton('text', 75, 'text', plain, '/text'),
  inButton('value', 2_000, 'value', x),
  inButton('url', 3_000, 'url', address),
  inButton('accessibility_label', 75, 'accessibility_label', x),
  pressed('button text in plain_text', button(), button({ text: mrkdwn() }), '/text/type'),
  pressed('button style primary', button({ style: 'primary' }), button({ style: 'default' }), '/style'),
  pressed('button style danger', button({ style: 'danger' }), button({ style: 'warning' }), '/style'),
  pressed('no disabled button', button(), button({ disabled: true }), '/disabled'),
  inConfirm('title', 100),
  inConfirm('text', 300),
  inConfirm('confirm', 30),
  inConfirm('deny', 30),
  upTo('option text', 75, (n) => actions(menu({ options: [option(0, { text: plain(n) })] })), '/elements/0/options/0/text/text'),
  upTo('option value', 75, (n) => actions(menu({ options: [option(0, { value: x(n) })] })), '/elements/0/options/0/value'),
  upTo(
    'option description',
    75,
    (n) => actions(menu({ options: [option(0, { description: plain(n) })] })),
    '/elements/0/options/0/description/text',
  ),
  upTo('option url', 3_000, (n) => overflow([option(0, { url: address(n) })]), '/elements/0/options/0/url'),
  inBlocks(
    'option url in overflow menus alone',
    [overflow([option(0, { url: address(20) })])],
    [actions(menu({ options: [option(0, { url: address(20) })] }))],
    '/blocks/0/elements/0/options/0/url',
  ),
  upTo('option_group label', 75, (n) => actions(grouped(group({ label: plain(n) }))), '/elements/0/option_groups/0/label/text'),
  upTo('option_group options', 100, (n) => actions(grouped(group({ options: options(n) }))), '/elements/0/option_groups/0/options'),
  from('option_group options', 1, (n) => actions(grouped(group({ options: options(n) }))), '/elements/0/option_groups/0/options'),
  upTo('option_groups', 100, (n) => actions(grouped(...times(n, () => group()))), '/elements/0/option_groups'),
  upTo('static_select options', 100, (n) => actions(menu({ options: options(n) })), '/elements/0/options'),
  from('static_select options', 1, (n) => actions(menu({ options: options(n) })), '/elements/0/options'),
  pressed('options or option_groups, not both', menu(), menu({ option_groups: [group()] })),
  pressed('options or option_groups, not neither', grouped(group()), { type: 'static_select' }),
  from('max_selected_items', 1, (n) => actions({ type: 'multi_users_select', max_selected_items: n }), '/elements/0/max_selected_items'),
  pressed(
    'min_query_length, left to its default',
    { type: 'external_select' },
    { type: 'external_select', min_query_length: -1 },
    '/min_query_length',
  ),
  upTo('overflow options', 5, (n) => overflow(options(n)), '/elements/0/options'),
  from('overflow options', 1, (n) => overflow(options(n)), '/elements/0/options'),
  ...['radio_buttons', 'checkboxes'].flatMap((type) => [
    upTo(`${type} options`, 10, (n) => actions({ type, options: options(n) }), '/elements/0/options'),
    from(`${type} options`, 1, (n) => actions({ type, options: options(n) }), '/elements/0/options'),
  ]),
  upTo('placeholder', 150, (n) => actions(menu({ placeholder: plain(n) })), '/elements/0/placeholder/text'),
  pressed(
    'initial_option, one of the options',
    menu({ initial_option: option(0) }),
    menu({ initial_option: option(0, { value: 'V0' }) }),
    '/initial_option',
  ),
  pressed('a text input stands in an input block', button(), typed(), '/type'),
];

describe('elements', () => bothSides(ELEMENTS, (args) => callApi(sandbox, 'chat.postMessage', { channel: 'C1', ...args })));
