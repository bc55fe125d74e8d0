// TABLE: every block: its keys, its rules, the surfaces that take it.
import { isFields, type Fields } from '../types.ts';
import {
  always,
  boolean,
  byType,
  integer,
  list,
  may,
  need,
  object,
  oneOf,
  string,
  url,
  type Check,
  type Context,
  type Surface,
} from './check.ts';
import { dataTable, dataVisualization, table } from './data.ts';
import { element, IN_ACCESSORY, IN_ACTIONS, IN_CONTEXT_ACTIONS, IN_INPUT } from './elements.ts';
import {
  ACTIONS,
  ALERT,
  CARD,
  CAROUSEL,
  CONTAINER,
  CONTEXT,
  CONTEXT_ACTIONS,
  HEADER,
  ID,
  IMAGE,
  INPUT,
  MARKDOWN,
  SECTION,
  TEXT,
  URL_LENGTH,
  VIDEO,
} from './limits.ts';
import { exactlyOne, imageElement, imageSource, mrkdwn, plain, text } from './objects.ts';
import { richText } from './richtext.ts';

const EVERYWHERE: readonly Surface[] = ['message', 'modal', 'home'];
const MESSAGE: readonly Surface[] = ['message'];

interface Row {
  check: Check;
  surfaces: readonly Surface[];
}

const blockId = may(string(ID.block));
const block = (type: string, keys: Parameters<typeof object>[0], rule?: Parameters<typeof object>[1]): Check =>
  object({ type: need(always(type)), block_id: blockId, ...keys }, rule);

function atLeastOne(keys: readonly string[]) {
  return (value: Fields, pointer: string, { report }: Context): void => {
    if (keys.every((key) => value[key] === undefined)) report(pointer, `must have at least one of: ${keys.join(', ')}`, 'missing_field');
  };
}

const contextText = text(CONTEXT.text);
const card = block(
  'card',
  {
    hero_image: may(imageElement),
    icon: may(imageElement),
    title: may(mrkdwn(CARD.title)),
    subtitle: may(mrkdwn(CARD.subtitle)),
    body: may(mrkdwn(CARD.body)),
    subtext: may(mrkdwn(CARD.subtext)),
    actions: may(list(element(['button']), CARD.actions)),
  },
  atLeastOne(['hero_image', 'title', 'actions', 'body']),
);
const taskCard = block('task_card', {
  task_id: need(string(ID.block)),
  title: need(string(TEXT.max)),
  details: may(richText),
  output: may(richText),
  sources: may(list(object({ type: need(always('url')), url: need(url(URL_LENGTH)), text: need(string(TEXT.max)) }), 100)),
  status: need(oneOf('pending', 'in_progress', 'complete', 'error')),
});

const CHILDREN = ['actions', 'context', 'divider', 'file', 'header', 'image', 'input', 'rich_text', 'section', 'table', 'video'];

export const BLOCKS: Record<string, Row> = {
  actions: { surfaces: EVERYWHERE, check: block('actions', { elements: need(list(element(IN_ACTIONS), ACTIONS.elements)) }) },
  alert: {
    surfaces: ['modal'],
    check: block('alert', { text: need(text(ALERT.text)), level: may(oneOf('default', 'info', 'warning', 'error', 'success')) }),
  },
  card: { surfaces: ['message', 'home'], check: card },
  carousel: {
    surfaces: ['message', 'home'],
    check: block('carousel', {
      elements: need(
        list(
          byType(() => ({ card })),
          CAROUSEL.cards,
        ),
      ),
    }),
  },
  container: {
    surfaces: MESSAGE,
    check: block(
      'container',
      {
        title: may(plain(CONTAINER.title)),
        rich_text_title: may(richText),
        subtitle: may(text(CONTAINER.subtitle)),
        child_blocks: need(list(anyBlock(CHILDREN), CONTAINER.children)),
        width: may(oneOf('narrow', 'standard', 'wide', 'full')),
        icon: may(imageElement),
        is_collapsible: may(boolean),
        default_collapsed: may(boolean),
        has_header_divider: may(boolean),
      },
      (value, pointer, context) => {
        exactlyOne(['title', 'rich_text_title'], value, pointer, context);
        if (value.default_collapsed !== undefined && value.is_collapsible !== true) {
          context.report(`${pointer}/default_collapsed`, 'needs is_collapsible', 'missing_field');
        }
      },
    ),
  },
  context: {
    surfaces: EVERYWHERE,
    check: block('context', {
      elements: need(
        list(
          byType(() => ({ image: imageElement, plain_text: contextText, mrkdwn: contextText })),
          CONTEXT.elements,
        ),
      ),
    }),
  },
  context_actions: {
    surfaces: MESSAGE,
    check: block('context_actions', { elements: need(list(element(IN_CONTEXT_ACTIONS), CONTEXT_ACTIONS.elements)) }),
  },
  data_table: { surfaces: MESSAGE, check: dataTable },
  data_visualization: { surfaces: MESSAGE, check: dataVisualization },
  divider: { surfaces: EVERYWHERE, check: block('divider', {}) },
  /** Slack sends file blocks; nobody can. */
  file: { surfaces: [], check: block('file', { external_id: need(string(ID.block)), source: need(always('remote')) }) },
  header: { surfaces: EVERYWHERE, check: block('header', { text: need(plain(HEADER.text)), level: may(integer(1, HEADER.levels)) }) },
  image: {
    surfaces: EVERYWHERE,
    check: block(
      'image',
      { alt_text: need(string(IMAGE.altText)), title: may(plain(IMAGE.title)), ...imageSource },
      (value, pointer, context) => exactlyOne(['image_url', 'slack_file'], value, pointer, context),
    ),
  },
  input: {
    surfaces: EVERYWHERE,
    check: block('input', {
      label: need(plain(INPUT.label)),
      element: need(element(IN_INPUT)),
      hint: may(plain(INPUT.hint)),
      optional: may(boolean),
      dispatch_action: may(boolean),
    }),
  },
  markdown: { surfaces: MESSAGE, check: block('markdown', { text: need(string(MARKDOWN.text)) }) },
  plan: {
    surfaces: MESSAGE,
    check: block('plan', {
      title: need(string(TEXT.max)),
      tasks: may(
        list(
          byType(() => ({ task_card: taskCard })),
          50,
        ),
      ),
    }),
  },
  rich_text: { surfaces: EVERYWHERE, check: richText },
  section: {
    surfaces: EVERYWHERE,
    check: block(
      'section',
      {
        text: may(text(SECTION.text)),
        fields: may(list(text(SECTION.field), SECTION.fields)),
        accessory: may(element(IN_ACCESSORY, { isImageAllowed: true })),
        expand: may(boolean),
      },
      atLeastOne(['text', 'fields']),
    ),
  },
  table: { surfaces: MESSAGE, check: table },
  task_card: { surfaces: MESSAGE, check: taskCard },
  video: {
    surfaces: EVERYWHERE,
    check: block('video', {
      alt_text: need(string(IMAGE.altText)),
      title: need(plain(VIDEO.title)),
      video_url: need(url(URL_LENGTH, 'https')),
      thumbnail_url: need(url(URL_LENGTH)),
      title_url: may(url(URL_LENGTH, 'https')),
      author_name: may(string(VIDEO.authorName)),
      provider_name: may(string(255)),
      provider_icon_url: may(url(URL_LENGTH)),
      description: may(plain(TEXT.max)),
    }),
  },
};

/** A block of one of these types (all when none are named), on a surface that takes it. */
export function anyBlock(types?: readonly string[]): Check {
  return (value, pointer, context) => {
    if (!isFields(value)) return context.report(pointer, 'must be an object', 'invalid_type');
    if (typeof value.type !== 'string') return context.report(pointer, 'missing required field: type', 'missing_field');
    const row = Object.hasOwn(BLOCKS, value.type) && (types?.includes(value.type) ?? true) ? BLOCKS[value.type] : undefined;
    if (row === undefined) return context.report(`${pointer}/type`, `unsupported type: ${value.type}`, 'unsupported_type');
    if (!row.surfaces.includes(context.surface)) {
      return context.report(`${pointer}/type`, `unsupported type: ${value.type} in a ${context.surface}`, 'unsupported_surface');
    }
    row.check(value, pointer, context);
  };
}
