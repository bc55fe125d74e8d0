// Small valid pieces of Block Kit, each of any size, for tests that stand on both sides of a limit.

export type Json = Record<string, unknown>;

/** As many code points as asked for; the last one lies outside the basic plane, so that counting UTF-16 units gives one too many. */
export const x = (length: number): string => (length <= 0 ? '' : `${'x'.repeat(length - 1)}😀`);
export const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
export const address = (length: number): string => `https://x.test/${'a'.repeat(length - 15)}`;

export const plain = (length = 3): Json => ({ type: 'plain_text', text: x(length) });
export const mrkdwn = (length = 3): Json => ({ type: 'mrkdwn', text: x(length) });

export const divider: Json = { type: 'divider' };
export const section = (more: Json = {}): Json => ({ type: 'section', text: plain(), ...more });
export const header = (more: Json = {}): Json => ({ type: 'header', text: plain(), ...more });
export const context = (...elements: Json[]): Json => ({ type: 'context', elements });
export const actions = (...elements: Json[]): Json => ({ type: 'actions', elements });
export const markdown = (length: number): Json => ({ type: 'markdown', text: x(length) });
export const image = (more: Json = {}): Json => ({ type: 'image', alt_text: 'a', image_url: 'https://x.test/i.png', ...more });
export const slackImage = (file: Json): Json => ({ type: 'image', alt_text: 'a', slack_file: file });

export const button = (more: Json = {}): Json => ({ type: 'button', text: plain(), ...more });
export const confirm = (more: Json = {}): Json => ({ title: plain(), text: plain(), confirm: plain(), deny: plain(), ...more });
export const option = (index = 0, more: Json = {}): Json => ({ text: plain(), value: `v${index}`, ...more });
export const options = (count: number): Json[] => times(count, (index) => option(index));
export const menu = (more: Json = {}): Json => ({ type: 'static_select', options: options(1), ...more });
export const group = (more: Json = {}): Json => ({ label: plain(), options: options(1), ...more });
export const grouped = (...groups: Json[]): Json => ({ type: 'static_select', option_groups: groups });

export const typed = (more: Json = {}): Json => ({ type: 'plain_text_input', ...more });
export const input = (element: Json = typed(), more: Json = {}): Json => ({ type: 'input', label: plain(), element, ...more });
export const modal = (blocks: unknown, more: Json = {}): Json => ({ type: 'modal', title: plain(), submit: plain(), blocks, ...more });

export const raw = (text: string): Json => ({ type: 'raw_text', text });
export const richText = (text = 'a'): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
const cells = (rows: number, columns: number): Json[][] => times(rows, () => times(columns, () => raw('a')));
export const table = (rows = 1, columns = 1, more: Json = {}): Json => ({ type: 'table', rows: cells(rows, columns), ...more });
export const dataTable = (rows = 2, columns = 1, more: Json = {}): Json => ({
  type: 'data_table',
  caption: 'c',
  rows: cells(rows, columns),
  ...more,
});
/** Rows of one cell that hold this many code points together. */
export const textRows = (total: number): Json[][] => [...times(9, () => [raw(x(1_000))]), [raw(x(total - 9_000))]];

export const pie = (segments: Json[] = [{ label: 'a', value: 1 }], more: Json = {}): Json => ({
  type: 'data_visualization',
  title: 't',
  chart: { type: 'pie', segments },
  ...more,
});
export const slices = (count: number): Json[] => times(count, (index) => ({ label: `s${index}`, value: 1 }));
interface Bars {
  names?: string[];
  points?: string[];
  categories?: string[];
  axis?: Json;
}
export const bars = ({ names = ['n'], points = ['p'], categories = points, axis = {} }: Bars = {}): Json => ({
  type: 'data_visualization',
  title: 't',
  chart: {
    type: 'bar',
    series: names.map((name) => ({ name, data: points.map((label) => ({ label, value: 1 })) })),
    axis_config: { categories, ...axis },
  },
});

export const card = (more: Json = {}): Json => ({ type: 'card', title: mrkdwn(), ...more });
export const container = (more: Json = {}): Json => ({ type: 'container', title: plain(), child_blocks: [divider], ...more });
export const task = (more: Json = {}): Json => ({ type: 'task_card', task_id: 't', title: 't', status: 'pending', ...more });
export const plan = (more: Json = {}): Json => ({ type: 'plan', title: 't', ...more });
export const video = (more: Json = {}): Json => ({
  type: 'video',
  alt_text: 'a',
  title: plain(),
  video_url: 'https://x.test/v',
  thumbnail_url: 'https://x.test/t.png',
  ...more,
});
