// Block Kit: every limit on both sides, every surface rule, every unknown key and type.
import { describe, expect, it } from 'vitest';
import { BLOCKS } from '../../src/sandbox/blockkit/blocks.ts';
import { ELEMENTS } from '../../src/sandbox/blockkit/elements.ts';
import * as limits from '../../src/sandbox/blockkit/limits.ts';
import { blocksText, messageProblems, viewProblems } from '../../src/sandbox/blockkit/validate.ts';

type Json = Record<string, unknown>;
type Surface = 'message' | 'modal' | 'home';

// The last character is outside the basic plane: lengths are code points, not UTF-16 units.
const x = (length: number): string => (length <= 0 ? '' : `${'x'.repeat(length - 1)}😀`);
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const plain = (length = 3): Json => ({ type: 'plain_text', text: x(length) });
const mrkdwn = (length = 3): Json => ({ type: 'mrkdwn', text: x(length) });
const section = (more: Json = {}): Json => ({ type: 'section', text: plain(), ...more });
const divider: Json = { type: 'divider' };
const button = (more: Json = {}): Json => ({ type: 'button', text: plain(), ...more });
const actions = (...elements: Json[]): Json => ({ type: 'actions', elements });
const option = (index: number, more: Json = {}): Json => ({ text: plain(), value: `v${index}`, ...more });
const options = (count: number): Json[] => times(count, (index) => option(index));
const menu = (more: Json): Json => ({ type: 'static_select', options: options(1), ...more });
const input = (element: Json, more: Json = {}): Json => ({ type: 'input', label: plain(), element, ...more });
const typed = (more: Json = {}): Json => ({ type: 'plain_text_input', ...more });
const image = (more: Json = {}): Json => ({ type: 'image', alt_text: 'a', image_url: 'https://x.test/i.png', ...more });
const address = (length: number): string => `https://x.test/${'a'.repeat(length - 15)}`;
const richText = (text: string): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
const raw = (text: string): Json => ({ type: 'raw_text', text });
const table = (rows: number, cells: number, text = 'a', more: Json = {}): Json => ({
  type: 'table',
  rows: times(rows, () => times(cells, () => raw(text))),
  ...more,
});
const dataTable = (rows: number, cells: number, more: Json = {}): Json => ({
  ...table(rows, cells),
  type: 'data_table',
  caption: 'c',
  ...more,
});
const pie = (segments: Json[], more: Json = {}): Json => ({
  type: 'data_visualization',
  title: 't',
  chart: { type: 'pie', segments },
  ...more,
});
const slices = (count: number): Json[] => times(count, (index) => ({ label: `s${index}`, value: 1 }));
const bars = (series: number, points: number, axis: Json = {}, name = ''): Json => ({
  type: 'data_visualization',
  title: 't',
  chart: {
    type: 'bar',
    series: times(series, (index) => ({ name: name || `n${index}`, data: times(points, (at) => ({ label: `p${at}`, value: at })) })),
    axis_config: { categories: times(points, (at) => `p${at}`), ...axis },
  },
});
const card = (more: Json = {}): Json => ({ type: 'card', title: mrkdwn(), ...more });
const container = (more: Json = {}): Json => ({ type: 'container', title: plain(), child_blocks: [divider], ...more });
const video = (more: Json = {}): Json => ({
  type: 'video',
  alt_text: 'a',
  title: plain(),
  video_url: 'https://x.test/v',
  thumbnail_url: 'https://x.test/t.png',
  ...more,
});
const confirm = (more: Json = {}): Json => ({ title: plain(), text: plain(), confirm: plain(), deny: plain(), ...more });
const modal = (blocks: Json[], more: Json = {}): Json => ({ type: 'modal', title: plain(), submit: plain(), blocks, ...more });
const feedback = { text: plain(), value: 'v' };

const problemsOn = (surface: Surface, blocks: Json[]) => {
  if (surface === 'message') return messageProblems(blocks);
  return viewProblems(surface === 'modal' ? modal(blocks) : { type: 'home', blocks });
};

/** name, the limit, and a payload of that size: taken at the limit, refused one beyond. */
const MOST: [string, number, (size: number) => Json | Json[], Surface?][] = [
  ['blocks in a message', limits.MESSAGE.blocks, (n) => times(n, () => divider)],
  ['blocks in a modal', limits.VIEW.blocks, (n) => times(n, () => divider), 'modal'],
  ['blocks in a home', limits.VIEW.blocks, (n) => times(n, () => divider), 'home'],
  ['tables in a message', limits.MESSAGE.tables, (n) => times(n, () => table(1, 1))],
  ['plans in a message', limits.MESSAGE.plans, (n) => times(n, () => ({ type: 'plan', title: 't' }))],
  ['charts in a message', limits.MESSAGE.charts, (n) => times(n, () => pie(slices(1)))],
  ['text object', limits.TEXT.max, (n) => section({ text: mrkdwn(n) })],
  ['block_id', limits.ID.block, (n) => ({ ...divider, block_id: x(n) })],
  ['action_id', limits.ID.action, (n) => actions(button({ action_id: x(n) }))],
  ['section text', limits.SECTION.text, (n) => section({ text: plain(n) })],
  ['section fields', limits.SECTION.fields, (n) => section({ fields: times(n, () => plain()) })],
  ['section field', limits.SECTION.field, (n) => section({ fields: [mrkdwn(n)] })],
  ['header', limits.HEADER.text, (n) => ({ type: 'header', text: plain(n) })],
  ['header level', limits.HEADER.levels, (n) => ({ type: 'header', text: plain(), level: n })],
  ['context elements', limits.CONTEXT.elements, (n) => ({ type: 'context', elements: times(n, () => plain()) })],
  ['context text', limits.CONTEXT.text, (n) => ({ type: 'context', elements: [mrkdwn(n)] })],
  ['actions elements', limits.ACTIONS.elements, (n) => actions(...times(n, () => button()))],
  [
    'context actions',
    limits.CONTEXT_ACTIONS.elements,
    (n) => ({ type: 'context_actions', elements: times(n, () => ({ type: 'icon_button', icon: 'trash', text: plain() })) }),
  ],
  ['image url', limits.IMAGE.url, (n) => image({ image_url: address(n) })],
  ['image alt_text', limits.IMAGE.altText, (n) => image({ alt_text: x(n) })],
  ['image title', limits.IMAGE.title, (n) => image({ title: plain(n) })],
  ['input label', limits.INPUT.label, (n) => input(typed(), { label: plain(n) }), 'modal'],
  ['input hint', limits.INPUT.hint, (n) => input(typed(), { hint: plain(n) }), 'modal'],
  ['markdown', limits.MARKDOWN.text, (n) => ({ type: 'markdown', text: x(n) })],
  [
    'markdown over all blocks',
    limits.MESSAGE.markdownText,
    (n) => [
      { type: 'markdown', text: x(n - 1) },
      { type: 'markdown', text: 'x' },
    ],
  ],
  ['table rows', limits.TABLE.rows, (n) => table(n, 1)],
  ['table cells', limits.TABLE.cells, (n) => table(1, n)],
  ['table column settings', limits.TABLE.columnSettings, (n) => table(1, 1, 'a', { column_settings: times(n, () => ({ align: 'left' })) })],
  ['table text', limits.TABLE.text, (n) => ({ type: 'table', rows: [...times(9, () => [raw(x(1_000))]), [raw(x(n - 9_000))]] })],
  ['data table rows', limits.DATA_TABLE.rows, (n) => dataTable(n, 1)],
  ['data table cells', limits.DATA_TABLE.cells, (n) => dataTable(2, n)],
  ['data table page size', limits.DATA_TABLE.pageSize, (n) => dataTable(2, 1, { page_size: n })],
  [
    'data table text',
    limits.DATA_TABLE.text,
    (n) => ({ ...dataTable(2, 1), rows: [...times(9, () => [raw(x(1_000))]), [raw(x(n - 9_000))]] }),
  ],
  ['chart title', limits.CHART.title, (n) => pie(slices(1), { title: x(n) })],
  ['pie segments', limits.CHART.segments, (n) => pie(slices(n))],
  ['pie label', limits.CHART.label, (n) => pie([{ label: x(n), value: 1 }])],
  ['chart series', limits.CHART.series, (n) => bars(n, 2)],
  ['chart points', limits.CHART.points, (n) => bars(1, n)],
  ['chart series name', limits.CHART.label, (n) => bars(1, 1, {}, x(n))],
  ['chart axis label', limits.CHART.axisLabel, (n) => bars(1, 1, { x_label: x(n) })],
  ['card title', limits.CARD.title, (n) => card({ title: mrkdwn(n) })],
  ['card subtitle', limits.CARD.subtitle, (n) => card({ subtitle: mrkdwn(n) })],
  ['card body', limits.CARD.body, (n) => card({ body: mrkdwn(n) })],
  ['card subtext', limits.CARD.subtext, (n) => card({ subtext: mrkdwn(n) })],
  ['card actions', limits.CARD.actions, (n) => card({ actions: times(n, () => button()) })],
  ['carousel cards', limits.CAROUSEL.cards, (n) => ({ type: 'carousel', elements: times(n, () => card()) })],
  ['container title', limits.CONTAINER.title, (n) => container({ title: plain(n) })],
  ['container subtitle', limits.CONTAINER.subtitle, (n) => container({ subtitle: plain(n) })],
  ['container children', limits.CONTAINER.children, (n) => container({ child_blocks: times(n, () => divider) })],
  ['alert', limits.ALERT.text, (n) => ({ type: 'alert', text: plain(n) }), 'modal'],
  ['video title', limits.VIDEO.title, (n) => video({ title: plain(n) })],
  ['video author', limits.VIDEO.authorName, (n) => video({ author_name: x(n) })],
  ['button text', limits.BUTTON.text, (n) => actions(button({ text: plain(n) }))],
  ['button value', limits.BUTTON.value, (n) => actions(button({ value: x(n) }))],
  ['button url', limits.BUTTON.url, (n) => actions(button({ url: address(n) }))],
  ['button accessibility label', limits.BUTTON.accessibilityLabel, (n) => actions(button({ accessibility_label: x(n) }))],
  ['confirm title', limits.CONFIRM.title, (n) => actions(button({ confirm: confirm({ title: plain(n) }) }))],
  ['confirm text', limits.CONFIRM.text, (n) => actions(button({ confirm: confirm({ text: mrkdwn(n) }) }))],
  ['confirm yes', limits.CONFIRM.confirm, (n) => actions(button({ confirm: confirm({ confirm: plain(n) }) }))],
  ['confirm no', limits.CONFIRM.deny, (n) => actions(button({ confirm: confirm({ deny: plain(n) }) }))],
  ['option text', limits.OPTION.text, (n) => actions(menu({ options: [option(0, { text: plain(n) })] }))],
  ['option value', limits.OPTION.value, (n) => actions(menu({ options: [option(0, { value: x(n) })] }))],
  ['option description', limits.OPTION.description, (n) => actions(menu({ options: [option(0, { description: plain(n) })] }))],
  ['overflow url', limits.OPTION.url, (n) => actions({ type: 'overflow', options: [option(0, { url: address(n) })] })],
  [
    'option group label',
    limits.OPTION_GROUP.label,
    (n) => actions({ type: 'static_select', option_groups: [{ label: plain(n), options: options(1) }] }),
  ],
  [
    'option group options',
    limits.OPTION_GROUP.options,
    (n) => actions({ type: 'static_select', option_groups: [{ label: plain(), options: options(n) }] }),
  ],
  [
    'option groups',
    limits.OPTION_GROUP.groups,
    (n) => actions({ type: 'static_select', option_groups: times(n, () => ({ label: plain(), options: options(1) })) }),
  ],
  ['select options', limits.SELECT.options, (n) => actions(menu({ options: options(n) }))],
  ['overflow options', limits.OVERFLOW.options, (n) => actions({ type: 'overflow', options: options(n) })],
  ['radio options', limits.CHOICES.options, (n) => actions({ type: 'radio_buttons', options: options(n) })],
  ['checkbox options', limits.CHOICES.options, (n) => actions({ type: 'checkboxes', options: options(n) })],
  ['placeholder', limits.PLACEHOLDER, (n) => actions(menu({ placeholder: plain(n) }))],
  ['input max_length', limits.PLAIN_TEXT_INPUT.maxLength, (n) => input(typed({ max_length: n })), 'modal'],
  ['input min_length', limits.PLAIN_TEXT_INPUT.minLength, (n) => input(typed({ min_length: n })), 'modal'],
  ['input initial_value against max_length', 10, (n) => input(typed({ max_length: 10, initial_value: x(n) })), 'modal'],
  ['rich text lines', limits.RICH_TEXT_INPUT.lines, (n) => input({ type: 'rich_text_input', max_lines: n }), 'modal'],
  ['files', limits.FILE_INPUT.files, (n) => input({ type: 'file_input', max_files: n }), 'modal'],
  ['focused elements', limits.VIEW.focusOnLoad, (n) => times(n, () => input(typed({ focus_on_load: true }))), 'modal'],
];

describe('limits, on both sides', () => {
  it.each(MOST)('%s: %i', (_name, limit, build, surface = 'message') => {
    const check = (size: number) => problemsOn(surface, [build(size)].flat());
    expect(check(limit)).toEqual([]);
    expect(check(limit + 1)).not.toEqual([]);
  });

  it.each<[string, number, (length: number) => Json]>([
    ['title', limits.VIEW.title, (n) => ({ title: plain(n) })],
    ['submit', limits.VIEW.title, (n) => ({ submit: plain(n) })],
    ['close', limits.VIEW.title, (n) => ({ close: plain(n) })],
    ['callback_id', limits.VIEW.callbackId, (n) => ({ callback_id: x(n) })],
    ['external_id', limits.VIEW.externalId, (n) => ({ external_id: x(n) })],
    ['private_metadata', limits.VIEW.privateMetadata, (n) => ({ private_metadata: x(n) })],
  ])('modal %s: %i', (_name, limit, build) => {
    expect(viewProblems(modal([divider], build(limit)))).toEqual([]);
    expect(viewProblems(modal([divider], build(limit + 1)))).not.toEqual([]);
  });

  it('counts every readable text of a message', () => {
    const blocks = [
      section({ text: plain(10) }),
      actions(button({ text: plain(5), value: x(100) })),
      { type: 'context', elements: [mrkdwn(7)] },
    ];
    expect(blocksText(blocks)).toBe(22);
    expect(blocksText([table(2, 3, 'ab')])).toBe(12);
  });
});

/** Refused for being empty or for lacking something. */
const REFUSED: [string, Json, Surface?][] = [
  ['an empty text', section({ text: plain(0) })],
  ['a section of nothing', { type: 'section' }],
  ['no fields', section({ fields: [] })],
  ['no context elements', { type: 'context', elements: [] }],
  ['no actions', actions()],
  ['no options', actions(menu({ options: [] }))],
  ['neither options nor groups', actions({ type: 'static_select' })],
  ['both options and groups', actions(menu({ option_groups: [{ label: plain(), options: options(1) }] }))],
  ['a header in mrkdwn', { type: 'header', text: mrkdwn() }],
  ['a button in mrkdwn', actions(button({ text: mrkdwn() }))],
  ['a button style nobody knows', actions(button({ style: 'default' }))],
  ['a disabled button', actions(button({ disabled: true }))],
  ['a button url that is none', actions(button({ url: 'not a url' }))],
  ['an option without a value', actions(menu({ options: [{ text: plain() }] }))],
  ['an option url outside an overflow menu', actions(menu({ options: [option(0, { url: 'https://x.test' })] }))],
  ['an initial option that is none of the options', actions(menu({ initial_option: option(7) }))],
  ['an initial option that differs a little', actions(menu({ initial_option: { ...option(0), description: plain() } }))],
  ['a confirm without deny', actions(button({ confirm: { title: plain(), text: plain(), confirm: plain() } }))],
  ['emoji on mrkdwn', section({ text: { ...mrkdwn(), emoji: true } })],
  ['verbatim on plain text', section({ text: { ...plain(), verbatim: true } })],
  ['text that is no object', section({ text: 'hello' })],
  ['an unknown key', { ...divider, colour: 'red' }],
  ['an unknown block', { type: 'banner' }],
  ['a block without a type', { text: plain() }],
  ['an unknown element', actions({ type: 'slider' })],
  ['an image from nowhere', { type: 'image', alt_text: 'a' }],
  ['an image from two places', image({ slack_file: { id: 'F1' } })],
  ['a slack file by id and url', { type: 'image', alt_text: 'a', slack_file: { id: 'F1', url: 'https://x.test' } }],
  ['a date that is none', actions({ type: 'datepicker', initial_date: '22.11.2026' })],
  ['a time that is none', actions({ type: 'timepicker', initial_time: '24:00' })],
  ['a ragged data table', { ...dataTable(2, 2), rows: [[raw('a'), raw('b')], [raw('c')]] }],
  ['a data table of one row', dataTable(1, 1)],
  ['rich text in the header row of a data table', { ...dataTable(2, 1), rows: [[richText('a')], [raw('b')]] }],
  ['raw_number in a table', { type: 'table', rows: [[{ type: 'raw_number', value: 1, text: '1' }]] }],
  ['an empty cell', table(1, 1, '')],
  ['a slice of nothing', pie([{ label: 'a', value: 0 }])],
  ['two series of one name', bars(2, 1, {}, 'same')],
  ['points that miss a category', bars(1, 2, { categories: ['p0', 'p1', 'p2'] })],
  ['a card of nothing', { type: 'card', subtitle: mrkdwn() }],
  ['a container folded that cannot fold', container({ default_collapsed: true })],
  ['a container with two titles', container({ rich_text_title: richText('t') })],
  ['a container in a container', container({ child_blocks: [container()] })],
  ['a file', { type: 'file', external_id: 'F', source: 'remote' }],
  ['a video over http', video({ video_url: 'http://x.test/v' })],
  ['min_length over max_length', input(typed({ min_length: 5, max_length: 4 })), 'modal'],
  ['max_length of nothing', input(typed({ max_length: 0 })), 'modal'],
  ['max_selected_items of nothing', actions({ type: 'multi_users_select', max_selected_items: 0 })],
  ['a number input that does not say whether decimals', input({ type: 'number_input' }), 'modal'],
  ['a number input with a numeric bound', input({ type: 'number_input', is_decimal_allowed: true, min_value: 1 }), 'modal'],
  ['a button as an input', input(button()), 'modal'],
  ['an overflow menu as an input', input({ type: 'overflow', options: options(1) }), 'modal'],
  ['a text input among actions', actions(typed())],
  ['response_url_enabled outside a modal', actions({ type: 'channels_select', response_url_enabled: true })],
  ['an empty filter', actions({ type: 'conversations_select', filter: {} })],
];

describe('refused', () => {
  it.each(REFUSED)('%s', (_name, block, surface = 'message') => {
    expect(problemsOn(surface, [block])).not.toEqual([]);
  });

  it('two blocks of one block_id, also inside a container', () => {
    const named = { ...divider, block_id: 'same' };
    expect(messageProblems([named, named])).toMatchObject([{ code: 'duplicate', pointer: '/blocks/1/block_id' }]);
    expect(messageProblems([named, container({ child_blocks: [named] })])).toMatchObject([
      { pointer: '/blocks/1/child_blocks/0/block_id' },
    ]);
  });

  it('two elements of one action_id in a block; two blocks may share one', () => {
    const pressed = button({ action_id: 'go' });
    expect(messageProblems([actions(pressed, pressed)])).toMatchObject([{ code: 'duplicate', pointer: '/blocks/0/elements/1/action_id' }]);
    expect(messageProblems([actions(pressed), actions(pressed)])).toEqual([]);
    expect(messageProblems([container({ child_blocks: [actions(pressed), actions(pressed)] })])).toEqual([]);
  });

  it('a modal with inputs and no submit; a modal without a title', () => {
    expect(viewProblems({ type: 'modal', title: plain(), blocks: [input(typed())] })).toMatchObject([
      { message: 'missing required field: submit' },
    ]);
    expect(viewProblems({ type: 'modal', title: plain(), blocks: [divider] })).toEqual([]);
    expect(viewProblems({ type: 'modal', blocks: [divider] })).toMatchObject([{ message: 'missing required field: title' }]);
    expect(viewProblems(modal([]))).toMatchObject([{ pointer: '/view/blocks' }]);
    expect(viewProblems(modal([divider], { colour: 'red' }))).toMatchObject([{ message: 'invalid additional property: colour' }]);
  });
});

/** One small valid block of every type, and where it may stand. */
const EVERY_BLOCK: [Json, Surface[]][] = [
  [actions(button()), ['message', 'modal', 'home']],
  [{ type: 'alert', text: plain(), level: 'warning' }, ['modal']],
  [card({ hero_image: image(), icon: image(), actions: [button()] }), ['message', 'home']],
  [{ type: 'carousel', elements: [card()] }, ['message', 'home']],
  [container({ is_collapsible: true, default_collapsed: true, width: 'wide' }), ['message']],
  [{ type: 'context', elements: [mrkdwn(), plain(), image()] }, ['message', 'modal', 'home']],
  [
    { type: 'context_actions', elements: [{ type: 'feedback_buttons', positive_button: feedback, negative_button: feedback }] },
    ['message'],
  ],
  [dataTable(2, 2), ['message']],
  [pie(slices(2)), ['message']],
  [divider, ['message', 'modal', 'home']],
  [{ type: 'header', text: plain() }, ['message', 'modal', 'home']],
  [image(), ['message', 'modal', 'home']],
  [input(typed()), ['message', 'modal', 'home']],
  [{ type: 'markdown', text: '**a**' }, ['message']],
  [{ type: 'plan', title: 't', tasks: [{ type: 'task_card', task_id: 'a', title: 't', status: 'pending' }] }, ['message']],
  [richText('hello'), ['message', 'modal', 'home']],
  [section({ accessory: image(), expand: true }), ['message', 'modal', 'home']],
  [table(2, 2), ['message']],
  [{ type: 'task_card', task_id: 'a', title: 't', status: 'complete', details: richText('d') }, ['message']],
  [video(), ['message', 'modal', 'home']],
];

const minimal = (type: string): Json => {
  const more: Record<string, Json> = {
    button: { text: plain() },
    checkboxes: { options: options(1) },
    radio_buttons: { options: options(1) },
    overflow: { options: options(1) },
    static_select: { options: options(1) },
    multi_static_select: { options: options(1) },
    number_input: { is_decimal_allowed: false },
  };
  return { type, ...more[type] };
};

describe('surfaces', () => {
  const surfaces: Surface[] = ['message', 'modal', 'home'];

  it('has a sample of every block but file, which cannot be sent', () => {
    const sendable = Object.keys(BLOCKS).filter((type) => type !== 'file');
    expect(new Set(EVERY_BLOCK.map(([block]) => block.type))).toEqual(new Set(sendable));
  });

  it.each(EVERY_BLOCK)('%j', (block, allowed) => {
    expect(surfaces.filter((surface) => problemsOn(surface, [block]).length === 0)).toEqual(allowed);
  });

  it.each([
    ['input', 'email_text_input', ['modal']],
    ['input', 'number_input', ['modal']],
    ['input', 'url_text_input', ['modal']],
    ['input', 'file_input', ['modal']],
    ['input', 'rich_text_input', ['modal', 'home']],
    ['input', 'datetimepicker', ['message', 'modal']],
    ['actions', 'datetimepicker', ['message', 'modal']],
    ['actions', 'button', ['message', 'modal', 'home']],
    ['actions', 'users_select', ['message', 'modal', 'home']],
    ['section', 'multi_static_select', ['message', 'modal', 'home']],
    ['section', 'overflow', ['message', 'modal', 'home']],
  ])('%s with %s', (holder, type, allowed) => {
    const element = minimal(type);
    const block = holder === 'input' ? input(element) : holder === 'actions' ? actions(element) : section({ accessory: element });
    expect(ELEMENTS[type]).toBeDefined();
    expect(surfaces.filter((surface) => problemsOn(surface, [block]).length === 0)).toEqual(allowed);
  });
});
