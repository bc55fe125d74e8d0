// Limits of messages and of what stands in them, both sides, over HTTP. The numbers are written out here: they are Slack's, not ours.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { bothSides, callApi, from, inBlocks, most, upTo, type Answer, type Row } from './limit-rows.ts';
import {
  actions,
  address,
  button,
  context,
  dataTable,
  divider,
  header,
  image,
  markdown,
  mrkdwn,
  pie,
  plain,
  plan,
  section,
  slackImage,
  table,
  times,
  container,
  x,
  type Json,
} from './samples.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ isRateLimited: false });
  sandbox.addUser({ id: 'U1', name: 'ana' });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
});
afterAll(() => sandbox.stop());

const post = (args: Json): Promise<Answer> => callApi(sandbox, 'chat.postMessage', { channel: 'C1', ...args });

const MESSAGE: Row[] = [
  most('blocks', 50, (n) => ({ blocks: times(n, () => divider) }), { error: 'invalid_blocks', at: '/blocks' }),
  most(
    'characters over all blocks',
    10_000,
    (n) => ({
      blocks: [
        ...times(3, () => section({ text: mrkdwn(3_000) })),
        header({ text: plain(n - 9_000 - 900) }),
        section({ text: plain(900) }),
      ],
    }),
    { error: 'msg_blocks_too_long' },
  ),
  most('attachments', 100, (n) => ({ text: 'x', attachments: times(n, () => ({ text: 'a' })) }), { error: 'too_many_attachments' }),
  most('markdown_text', 12_000, (n) => ({ markdown_text: x(n) }), { error: 'msg_too_long' }),
  {
    rule: 'markdown_text, not with text',
    accepted: { markdown_text: 'a' },
    refused: { markdown_text: 'a', text: 'b' },
    error: 'markdown_text_conflict',
  },
  {
    rule: 'markdown_text, not with blocks',
    accepted: { markdown_text: 'a' },
    refused: { markdown_text: 'a', blocks: [divider] },
    error: 'markdown_text_conflict',
  },
  { rule: 'some content', accepted: { text: 'a' }, refused: { text: '', blocks: [] }, error: 'no_text' },
  most('metadata event_type', 50, (n) => ({ text: 'x', metadata: { event_type: 'a'.repeat(n), event_payload: {} } }), {
    error: 'invalid_metadata_format',
  }),
  {
    rule: 'metadata event_type of letters, digits and _',
    accepted: { text: 'x', metadata: { event_type: 'lead_card_2', event_payload: {} } },
    refused: { text: 'x', metadata: { event_type: 'lead-card', event_payload: {} } },
    error: 'invalid_metadata_format',
  },
  most('bytes of metadata', 2_048, (n) => ({ text: 'x', metadata: { event_type: 'e', event_payload: { a: 'x'.repeat(n - 43) } } }), {
    error: 'metadata_too_large',
  }),
];

const TOGETHER: Row[] = [
  inBlocks('one table', [table()], [table(), table()], '/blocks'),
  inBlocks('one data_table', [dataTable()], [dataTable(), dataTable()], '/blocks'),
  inBlocks('a table or a data_table', [dataTable(), divider], [dataTable(), table()], '/blocks'),
  inBlocks(
    'one table, counted inside containers',
    [container({ child_blocks: [table()] })],
    [container({ child_blocks: [table()] }), table()],
    '/blocks',
  ),
  inBlocks('one plan', [plan()], [plan(), plan()], '/blocks'),
  inBlocks('two charts', [pie(), pie()], [pie(), pie(), pie()], '/blocks'),
  inBlocks(
    'a block_id once',
    [
      { ...divider, block_id: 'a' },
      { ...divider, block_id: 'b' },
    ],
    times(2, () => ({ ...divider, block_id: 'a' })),
    '/blocks/1/block_id',
  ),
  inBlocks(
    'an action_id once in its block',
    times(2, () => actions(button({ action_id: 'go' }))),
    [actions(button({ action_id: 'go' }), button({ action_id: 'go' }))],
    '/blocks/0/elements/1/action_id',
  ),
];

const TEXTS: Row[] = [
  upTo('text object', 3_000, (n) => section({ text: mrkdwn(n) }), '/text/text'),
  upTo('text object of emoji alone', 3_000, (n) => section({ text: { type: 'plain_text', text: '😀'.repeat(n) } }), '/text/text'),
  from('text object', 1, (n) => section({ text: plain(n) }), '/text/text'),
  inBlocks(
    'a text is mrkdwn or plain_text',
    [section({ text: mrkdwn() })],
    [section({ text: { type: 'html', text: 'a' } })],
    '/blocks/0/text/type',
  ),
  upTo('block_id', 255, (n) => ({ ...divider, block_id: x(n) }), '/block_id'),
  upTo('action_id', 255, (n) => actions(button({ action_id: x(n) })), '/elements/0/action_id'),
  upTo('section text', 3_000, (n) => section({ text: plain(n) }), '/text/text'),
  inBlocks('section: text or fields', [{ type: 'section', fields: [plain()] }], [{ type: 'section' }], '/blocks/0'),
  upTo('section fields', 10, (n) => section({ fields: times(n, () => plain()) }), '/fields'),
  upTo('section field', 2_000, (n) => section({ fields: [mrkdwn(n)] }), '/fields/0/text'),
  upTo('header', 150, (n) => header({ text: plain(n) }), '/text/text'),
  inBlocks('header in plain_text', [header()], [header({ text: mrkdwn() })], '/blocks/0/text/type'),
  upTo('header level', 4, (n) => header({ level: n }), '/level'),
  from('header level', 1, (n) => header({ level: n }), '/level'),
  upTo('context elements', 10, (n) => context(...times(n, () => plain())), '/elements'),
  from('context elements', 1, (n) => context(...times(n, () => plain())), '/elements'),
  upTo('context text', 2_000, (n) => context(mrkdwn(n)), '/elements/0/text'),
  upTo('actions elements', 25, (n) => actions(...times(n, () => button())), '/elements'),
  from('actions elements', 1, (n) => actions(...times(n, () => button())), '/elements'),
  upTo(
    'context_actions elements',
    5,
    (n) => ({ type: 'context_actions', elements: times(n, () => ({ type: 'icon_button', icon: 'trash', text: plain() })) }),
    '/elements',
  ),
  upTo('image_url', 3_000, (n) => image({ image_url: address(n) }), '/image_url'),
  upTo('image alt_text', 2_000, (n) => image({ alt_text: x(n) }), '/alt_text'),
  upTo('image title', 2_000, (n) => image({ title: plain(n) }), '/title/text'),
  inBlocks('image_url or slack_file', [slackImage({ id: 'F1' })], [image({ slack_file: { id: 'F1' } })], '/blocks/0'),
  inBlocks('an image from somewhere', [image()], [{ type: 'image', alt_text: 'a' }], '/blocks/0'),
  inBlocks(
    'slack_file by id or url',
    [slackImage({ id: 'F1' })],
    [slackImage({ id: 'F1', url: 'https://x.test/f.png' })],
    '/blocks/0/slack_file',
  ),
  ...['png', 'jpg', 'jpeg', 'gif'].map((type) =>
    inBlocks(
      `slack_file: ${type}`,
      [slackImage({ url: `https://x.test/f.${type}` })],
      [slackImage({ url: `https://x.test/${type}.webp` })],
      '/blocks/0/slack_file/url',
    ),
  ),
];

describe('a message', () => bothSides(MESSAGE, post));
describe('blocks together', () => bothSides(TOGETHER, post));
describe('texts and simple blocks', () => bothSides(TEXTS, post));

describe('markdown blocks, apart from the budget of a whole message', () =>
  bothSides(
    [
      inBlocks('markdown: at most 12000', [markdown(12_000)], [markdown(12_001)], ['/blocks/0/text', '/blocks']),
      from('markdown', 1, markdown, '/text'),
      inBlocks(
        'markdown over all blocks: at most 12000',
        [markdown(6_000), markdown(6_000)],
        [markdown(6_000), markdown(6_001)],
        '/blocks',
      ),
    ],
    (args) => callApi(sandbox, 'blocks.validate', args, null),
  ));

describe('the text of a message', () => {
  const kept = async (text: string): Promise<unknown> => {
    const { ts } = await post({ text });
    return sandbox.message('C1', String(ts))?.text;
  };

  it('is cut after 40,000 characters when posted', async () => {
    expect(await kept(x(40_000))).toBe(x(40_000));
    expect(await kept(`${x(40_000)}y`)).toBe(x(40_000));
  });

  it('is refused above 4,000 when edited', async () => {
    const { ts } = await post({ text: 'a' });
    const edit = (length: number): Promise<Answer> => callApi(sandbox, 'chat.update', { channel: 'C1', ts, text: x(length) });
    expect(await edit(4_000)).toMatchObject({ ok: true });
    expect(await edit(4_001)).toMatchObject({ ok: false, error: 'msg_too_long' });
  });
});
