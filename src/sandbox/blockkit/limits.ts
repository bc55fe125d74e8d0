// Every number Block Kit is known to refuse beyond; where sources disagree, the smaller one. Lengths are Unicode code points.

export const MESSAGE = {
  blocks: 50,
  /** Slack refuses somewhere above this with msg_blocks_too_long; the number is not documented. */
  blocksText: 10_000,
  updateText: 4_000,
  postText: 40_000,
  attachments: 100,
  tables: 1,
  plans: 1,
  charts: 2,
  markdownText: 12_000,
} as const;

export const VIEW = {
  blocks: 100,
  bytes: 250_000,
  title: 24,
  callbackId: 255,
  externalId: 255,
  privateMetadata: 3_000,
  focusOnLoad: 1,
  stack: 3,
} as const;

export const METADATA = { eventType: 50, bytes: 2_048 } as const;

export const TEXT = { min: 1, max: 3_000 } as const;
export const ID = { block: 255, action: 255 } as const;
export const URL_LENGTH = 3_000;
export const PLACEHOLDER = 150;

export const SECTION = { text: 3_000, fields: 10, field: 2_000 } as const;
export const HEADER = { text: 150, levels: 4 } as const;
export const CONTEXT = { elements: 10, text: 2_000 } as const;
export const ACTIONS = { elements: 25 } as const;
export const CONTEXT_ACTIONS = { elements: 5 } as const;
export const IMAGE = { url: 3_000, altText: 2_000, title: 2_000, fileTypes: ['png', 'jpg', 'jpeg', 'gif'] } as const;
export const INPUT = { label: 2_000, hint: 2_000 } as const;
export const MARKDOWN = { text: 12_000 } as const;
export const TABLE = { rows: 100, cells: 20, columnSettings: 20, text: 10_000 } as const;
export const DATA_TABLE = { minRows: 2, rows: 101, cells: 20, pageSize: 100, text: 10_000 } as const;
export const CHART = { title: 50, segments: 6, series: 6, points: 20, label: 20, axisLabel: 50 } as const;
export const CARD = { title: 150, subtitle: 150, body: 200, subtext: 200, actions: 2 } as const;
export const CAROUSEL = { cards: 10 } as const;
export const CONTAINER = { title: 150, subtitle: 150, children: 10 } as const;
export const ALERT = { text: 200 } as const;
export const VIDEO = { title: 199, authorName: 49 } as const;

export const BUTTON = { text: 75, value: 2_000, url: 3_000, accessibilityLabel: 75 } as const;
export const CONFIRM = { title: 100, text: 300, confirm: 30, deny: 30 } as const;
export const OPTION = { text: 75, value: 75, description: 75, url: 3_000 } as const;
export const OPTION_GROUP = { label: 75, options: 100, groups: 100 } as const;
export const SELECT = { options: 100 } as const;
export const OVERFLOW = { options: 5 } as const;
export const CHOICES = { options: 10 } as const;
export const PLAIN_TEXT_INPUT = { minLength: 3_000, maxLength: 3_000 } as const;
export const RICH_TEXT_INPUT = { lines: 100 } as const;
export const FILE_INPUT = { files: 10 } as const;
