// Rich text: sections, lists, quotes, preformatted text and what stands in them.
import { always, boolean, byType, integer, list, may, need, object, oneOf, string, url, type Check, type Shape } from './check.ts';
import { ID, TEXT, URL_LENGTH } from './limits.ts';

const MANY = 1_000;

const styled: Shape = {
  style: may(
    object({
      bold: may(boolean),
      italic: may(boolean),
      strike: may(boolean),
      code: may(boolean),
      underline: may(boolean),
      highlight: may(boolean),
      client_highlight: may(boolean),
      unlink: may(boolean),
    }),
  ),
};

const kind = (type: string, keys: Shape): Check => object({ type: need(always(type)), ...keys, ...styled });

const textPart = kind('text', { text: need(string(TEXT.max)) });
const linkPart = kind('link', { url: need(url(URL_LENGTH)), text: may(string(TEXT.max)), unsafe: may(boolean) });

const PARTS: Record<string, Check> = {
  text: textPart,
  link: linkPart,
  broadcast: kind('broadcast', { range: need(oneOf('here', 'channel', 'everyone')) }),
  color: kind('color', { value: need(string(20)) }),
  channel: kind('channel', { channel_id: need(string(ID.block)) }),
  date: kind('date', {
    timestamp: need(integer(0, 9_999_999_999)),
    format: need(string(255)),
    url: may(url(URL_LENGTH)),
    fallback: may(string(TEXT.max)),
  }),
  emoji: kind('emoji', { name: need(string(255)), unicode: may(string(255)), url: may(url(URL_LENGTH)) }),
  team: kind('team', { team_id: need(string(ID.block)) }),
  user: kind('user', { user_id: need(string(ID.block)) }),
  usergroup: kind('usergroup', { usergroup_id: need(string(ID.block)) }),
};

const parts = list(
  byType(() => PARTS),
  MANY,
  0,
);
const border: Shape = { border: may(integer(0, 1)) };
const section = object({ type: need(always('rich_text_section')), elements: need(parts) });

const LINES: Record<string, Check> = {
  rich_text_section: section,
  rich_text_list: object({
    type: need(always('rich_text_list')),
    style: need(oneOf('bullet', 'ordered')),
    elements: need(
      list(
        byType(() => ({ rich_text_section: section })),
        MANY,
      ),
    ),
    indent: may(integer(0, 8)),
    offset: may(integer(0, MANY)),
    ...border,
  }),
  rich_text_quote: object({ type: need(always('rich_text_quote')), elements: need(parts), ...border }),
  rich_text_preformatted: object({
    type: need(always('rich_text_preformatted')),
    elements: need(
      list(
        byType(() => ({ text: textPart, link: linkPart })),
        MANY,
        0,
      ),
    ),
    language: may(string(50)),
    ...border,
  }),
};

/** A rich_text block, also where it stands in a cell or as a title. */
export const richText = object({
  type: need(always('rich_text')),
  block_id: may(string(ID.block)),
  elements: need(
    list(
      byType(() => LINES),
      MANY,
    ),
  ),
});
