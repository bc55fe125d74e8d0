// What the fields of a form hold, in the words of state.values; and back: what a field starts with.
import { localTimeOf } from './dates.ts';
import { jsonIn, listIn, stringIn } from './json.ts';
import type { Block, Json, Values } from './protocol.ts';

/** The part of FormData that reading needs. */
export interface Lookup {
  getAll(name: string): readonly unknown[];
}

interface Kind {
  /** Under which key state.values keeps the value. */
  readonly key: string;
  readonly isMany: boolean;
  /** From what the control says, never empty, to what Slack keeps. */
  keep(written: string, element: Json, zone: string): unknown;
  /** From what Slack keeps to what the control says. */
  write(kept: unknown, zone: string): string;
}

const asIs = { keep: (written: string): string => written, write: String };
const trimmed = { keep: (written: string): string | null => written.trim() || null, write: String };
const option = { keep: (written: string, element: Json): Json | null => optionValued(element, written), write: valueOfOption };
const one = (key: string, how: Pick<Kind, 'keep' | 'write'> = asIs): Kind => ({ key, isMany: false, ...how });
const many = (key: string, how: Pick<Kind, 'keep' | 'write'> = asIs): Kind => ({ key, isMany: true, ...how });

/** TABLE: elements that can be filled in here. What others hold stays as the view has it. */
const KINDS: Readonly<Record<string, Kind>> = {
  plain_text_input: one('value'),
  email_text_input: one('value', trimmed),
  url_text_input: one('value', trimmed),
  number_input: one('value', trimmed),
  static_select: one('selected_option', option),
  radio_buttons: one('selected_option', option),
  multi_static_select: many('selected_options', option),
  checkboxes: many('selected_options', option),
  users_select: one('selected_user'),
  multi_users_select: many('selected_users'),
  channels_select: one('selected_channel'),
  multi_channels_select: many('selected_channels'),
  conversations_select: one('selected_conversation'),
  multi_conversations_select: many('selected_conversations'),
  datepicker: one('selected_date'),
  timepicker: one('selected_time'),
  datetimepicker: one('selected_date_time', {
    keep: (written, _element, zone) => secondsAt(written, zone),
    write: (kept, zone) => localTimeOf(Number(kept) * 1000, zone),
  }),
  rich_text_input: one('rich_text_value', { keep: richText, write: plainText }),
};

/** The name of a block's control in its form; prefixed, so that no block_id can shadow what a form itself has. */
export function fieldName(block: Block): string {
  return `field:${block.block_id}`;
}

/**
 * Everything the view's inputs hold now; what stands outside of input blocks is passed on as the view has it.
 * @param zone IANA name of the time zone that dates with a time are meant in.
 */
export function valuesOf(view: { readonly blocks: readonly Block[]; readonly values: Values }, lookup: Lookup, zone: string): Values {
  const values: Record<string, Readonly<Record<string, Json>>> = { ...view.values };
  for (const block of inputBlocksIn(view.blocks)) {
    const entry = entryOf(block, lookup, zone);
    if (entry !== null) values[block.block_id] = { [actionIdOf(block)]: entry };
  }
  return values;
}

/** What one input block holds, such as `{ type: 'datepicker', selected_date: '2026-11-23' }`; `null` where nothing can be filled in. */
export function entryOf(block: Block, lookup: Lookup, zone: string): Json | null {
  const element = elementOf(block);
  const kind = kindOf(element);
  if (kind === undefined) return null;
  const written = lookup.getAll(fieldName(block)).filter((text) => typeof text === 'string' && text !== '');
  const kept = written.map((text) => kind.keep(String(text), element, zone)).filter((value) => value !== null);
  return { type: element.type, [kind.key]: kind.isMany ? kept : (kept[0] ?? null) };
}

/** What a block's control says at first, by the view's values. */
export function startOf(block: Block, values: Values, zone: string): readonly string[] {
  const kind = kindOf(elementOf(block));
  const kept = values[block.block_id]?.[actionIdOf(block)]?.[kind?.key ?? ''];
  if (kind === undefined || kept === undefined || kept === null) return [];
  return (Array.isArray(kept) ? kept : [kept]).map((value: unknown) => kind.write(value, zone));
}

export function elementOf(block: Block): Json {
  return jsonIn(block, 'element') ?? {};
}

export function actionIdOf(block: Block): string {
  return stringIn(elementOf(block), 'action_id') ?? '';
}

function kindOf(element: Json): Kind | undefined {
  const type = String(element.type);
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}

function inputBlocksIn(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block) => [
    ...(block.type === 'input' ? [block] : []),
    ...inputBlocksIn(listIn(block, 'child_blocks').filter((child): child is Block => typeof child.block_id === 'string')),
  ]);
}

/** The whole option, wherever the element keeps it; an app that gave a value twice gets the first. */
function optionValued(element: Json, value: string): Json | null {
  const all = [element, ...listIn(element, 'option_groups')].flatMap((one) => listIn(one, 'options'));
  return all.find((one) => one.value === value) ?? null;
}

function valueOfOption(kept: unknown): string {
  return stringIn(jsonIn({ kept }, 'kept'), 'value') ?? '';
}

function richText(plain: string): Json {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: plain }] }] };
}

function plainText(kept: unknown): string {
  const words = (section: Json): string =>
    listIn(section, 'elements')
      .map((piece) => stringIn(piece, 'text') ?? '')
      .join('');
  return listIn(jsonIn({ kept }, 'kept'), 'elements').map(words).join('\n');
}

/** Epoch seconds of `YYYY-MM-DDTHH:MM` on the clocks of a zone; `null` when it is no time. In a gap it is as if the clocks had not changed yet. */
function secondsAt(written: string, zone: string): number | null {
  const asUtc = Date.parse(`${written}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsetMs = (at: number): number => Date.parse(`${localTimeOf(at, zone)}Z`) - at;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  return (asUtc - offsetMs(asUtc - offsetMs(asUtc))) / 1000;
}
