// Limits of blocks that show data, cards and tasks, both sides, over HTTP.
import { afterAll, beforeAll, describe } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { bothSides, callApi, from, inBlocks, upTo, type Row } from './limit-rows.ts';
import {
  bars,
  button,
  card,
  container,
  dataTable,
  divider,
  mrkdwn,
  pie,
  plain,
  plan,
  raw,
  richText,
  slices,
  table,
  task,
  textRows,
  times,
  video,
  x,
  type Json,
} from './samples.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ isRateLimited: false });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
});
afterAll(() => sandbox.stop());

const one = (rule: string, accepted: Json, refused: Json, at: string): Row => inBlocks(rule, [accepted], [refused], `/blocks/0${at}`);
const columns = (count: number): Json => ({ column_settings: times(count, () => ({ align: 'left' })) });
const number = { type: 'raw_number', value: 1, text: '1' };

const TABLES: Row[] = [
  upTo('table rows', 100, (n) => table(n), '/rows'),
  from('table rows', 1, (n) => table(n), '/rows'),
  upTo('table cells', 20, (n) => table(1, n), '/rows/0'),
  from('table cells', 1, (n) => table(1, n), '/rows/0'),
  upTo('table column_settings', 20, (n) => table(1, 1, columns(n)), '/column_settings'),
  upTo('characters over all cells of a table', 10_000, (n) => table(1, 1, { rows: textRows(n) }), '/rows'),
  from('table cell text', 1, (n) => table(1, 1, { rows: [[raw(x(n))]] }), '/rows/0/0/text'),
  one('table cell: raw_text', table(), table(1, 1, { rows: [[number]] }), '/rows/0/0/type'),
  one('table cell: rich_text', table(1, 1, { rows: [[richText()]] }), table(1, 1, { rows: [[mrkdwn()]] }), '/rows/0/0/type'),
  one('data_table caption', dataTable(), dataTable(2, 1, { caption: undefined }), ''),
  upTo('data_table rows', 101, (n) => dataTable(n), '/rows'),
  from('data_table rows', 2, (n) => dataTable(n), '/rows'),
  inBlocks('data_table cells: at most 20', [dataTable(2, 20)], [dataTable(2, 21)], ['/blocks/0/rows/0', '/blocks/0/rows/1']),
  inBlocks('data_table cells: at least 1', [dataTable(2, 1)], [dataTable(2, 0)], ['/blocks/0/rows/0', '/blocks/0/rows/1']),
  one('data_table rows of equal length', dataTable(2, 2), dataTable(2, 2, { rows: [[raw('a'), raw('b')], [raw('c')]] }), '/rows'),
  upTo('data_table page_size', 100, (n) => dataTable(2, 1, { page_size: n }), '/page_size'),
  from('data_table page_size', 1, (n) => dataTable(2, 1, { page_size: n }), '/page_size'),
  one(
    'data_table rich_text below the header row alone',
    dataTable(2, 1, { rows: [[raw('a')], [richText()]] }),
    dataTable(2, 1, { rows: [[richText()], [raw('a')]] }),
    '/rows/0/0',
  ),
  one(
    'data_table raw_number with a number',
    dataTable(2, 1, { rows: [[raw('a')], [number]] }),
    dataTable(2, 1, { rows: [[raw('a')], [{ ...number, value: '1' }]] }),
    '/rows/1/0/value',
  ),
  from('data_table cell text', 1, (n) => dataTable(2, 1, { rows: [[raw('a')], [raw(x(n))]] }), '/rows/1/0/text'),
];

const names = (count: number, letter: string): string[] => times(count, (index) => `${letter}${index}`);
const labelAt = '/chart/series/0/data/0/label';

const CHARTS: Row[] = [
  upTo('chart title', 50, (n) => pie(slices(1), { title: x(n) }), '/title'),
  from('chart title', 1, (n) => pie(slices(1), { title: x(n) }), '/title'),
  upTo('pie segments', 6, (n) => pie(slices(n)), '/chart/segments'),
  from('pie segments', 1, (n) => pie(slices(n)), '/chart/segments'),
  upTo('pie label', 20, (n) => pie([{ label: x(n), value: 1 }]), '/chart/segments/0/label'),
  one('pie value above 0', pie([{ label: 'a', value: 0.01 }]), pie([{ label: 'a', value: 0 }]), '/chart/segments/0/value'),
  upTo('chart series', 6, (n) => bars({ names: names(n, 'n') }), '/chart/series'),
  from('chart series', 1, (n) => bars({ names: names(n, 'n') }), '/chart/series'),
  inBlocks(
    'chart points: at most 20',
    [bars({ points: names(20, 'p') })],
    [bars({ points: names(21, 'p') })],
    ['/blocks/0/chart/series/0/data', '/blocks/0/chart/axis_config/categories'],
  ),
  inBlocks(
    'chart points: at least 1',
    [bars({ points: ['p'] })],
    [bars({ points: [] })],
    ['/blocks/0/chart/series/0/data', '/blocks/0/chart/axis_config/categories'],
  ),
  upTo('series name', 20, (n) => bars({ names: [x(n)] }), '/chart/series/0/name'),
  inBlocks(
    'category and point label: at most 20',
    [bars({ points: [x(20)] })],
    [bars({ points: [x(21)] })],
    [`/blocks/0${labelAt}`, '/blocks/0/chart/axis_config/categories/0'],
  ),
  upTo('x_label', 50, (n) => bars({ axis: { x_label: x(n) } }), '/chart/axis_config/x_label'),
  upTo('y_label', 50, (n) => bars({ axis: { y_label: x(n) } }), '/chart/axis_config/y_label'),
  one('series names, each once', bars({ names: ['a', 'b'] }), bars({ names: ['a', 'a'] }), '/chart/series'),
  one('a point for every category', bars({ points: ['a', 'b'] }), bars({ points: ['a'], categories: ['a', 'b'] }), '/chart/series/0/data'),
  one(
    'no second point for a category',
    bars({ points: ['a', 'b'] }),
    bars({ points: ['a', 'a'], categories: ['a', 'b'] }),
    '/chart/series/0/data',
  ),
  one('no category twice', bars({ points: ['a', 'b'] }), bars({ points: ['a', 'b'], categories: ['a', 'a'] }), '/chart/series/0/data'),
];

const CARDS: Row[] = [
  upTo('card title', 150, (n) => card({ title: mrkdwn(n) }), '/title/text'),
  upTo('card subtitle', 150, (n) => card({ subtitle: mrkdwn(n) }), '/subtitle/text'),
  upTo('card body', 200, (n) => card({ body: mrkdwn(n) }), '/body/text'),
  upTo('card subtext', 200, (n) => card({ subtext: mrkdwn(n) }), '/subtext/text'),
  upTo('card actions', 2, (n) => card({ actions: times(n, () => button()) }), '/actions'),
  one('a card of something', { type: 'card', body: mrkdwn() }, { type: 'card', subtitle: mrkdwn() }, ''),
  upTo('carousel cards', 10, (n) => ({ type: 'carousel', elements: times(n, () => card()) }), '/elements'),
  from('carousel cards', 1, (n) => ({ type: 'carousel', elements: times(n, () => card()) }), '/elements'),
  upTo('container title', 150, (n) => container({ title: plain(n) }), '/title/text'),
  upTo('container subtitle', 150, (n) => container({ subtitle: plain(n) }), '/subtitle/text'),
  one('container title or rich_text_title', container(), container({ rich_text_title: richText() }), ''),
  one('container with a title', container({ title: undefined, rich_text_title: richText() }), container({ title: undefined }), ''),
  upTo('container children', 10, (n) => container({ child_blocks: times(n, () => divider) }), '/child_blocks'),
  from('container children', 1, (n) => container({ child_blocks: times(n, () => divider) }), '/child_blocks'),
  one(
    'container children of some kinds',
    container({ child_blocks: [table()] }),
    container({ child_blocks: [container()] }),
    '/child_blocks/0/type',
  ),
  one(
    'default_collapsed with is_collapsible',
    container({ default_collapsed: true, is_collapsible: true }),
    container({ default_collapsed: true }),
    '/default_collapsed',
  ),
  ...['pending', 'in_progress', 'complete', 'error'].flatMap((status) => [
    one(`task_card ${status}`, task({ status }), task({ status: `${status}!` }), '/status'),
    one(
      `plan with a task ${status}`,
      plan({ tasks: [task({ status })] }),
      plan({ tasks: [task({ status: `${status}!` })] }),
      '/tasks/0/status',
    ),
  ]),
  upTo('video title', 199, (n) => video({ title: plain(n) }), '/title/text'),
  upTo('video author_name', 49, (n) => video({ author_name: x(n) }), '/author_name'),
  one('video over https', video(), video({ video_url: 'http://x.test/v' }), '/video_url'),
  one('video title_url over https', video({ title_url: 'https://x.test' }), video({ title_url: 'http://x.test' }), '/title_url'),
];

describe.each([
  ['tables', TABLES],
  ['charts', CHARTS],
  ['cards, containers, tasks, videos', CARDS],
])('%s', (_what, rows) => bothSides(rows, (args) => callApi(sandbox, 'chat.postMessage', { channel: 'C1', ...args })));

describe('a data_table, apart from the budget of a whole message', () =>
  bothSides([upTo('characters over all cells', 10_000, (n) => dataTable(2, 1, { rows: textRows(n) }), '/rows')], (args) =>
    callApi(sandbox, 'blocks.validate', args, null),
  ));
