// What the fields of a form hold, in the words of state.values, for every kind of element.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryOf, fieldName, startOf, valuesOf, type Lookup } from '../../../src/sandbox/page/values.ts';
import type { Block, Json, Values } from '../../../src/sandbox/page/protocol.ts';

const ZONE = 'Europe/Berlin';

const option = (name: string): Json => ({ text: { type: 'plain_text', text: name }, value: name.toLowerCase() });
const grouped = { option_groups: [{ options: [option('One')] }, { options: [option('Two'), option('Three')] }] };
const flat = { options: [option('One'), option('Two'), option('Three')] };

function input(element: Json, blockId = 'block'): Block {
  return { type: 'input', block_id: blockId, element: { action_id: 'answer', ...element } };
}

function filled(fields: Readonly<Record<string, readonly string[]>>): Lookup {
  return { getAll: (name) => fields[name] ?? [] };
}

function entryFor(element: Json, ...written: readonly string[]): Json | null {
  const block = input(element);
  return entryOf(block, filled({ [fieldName(block)]: written }), ZONE);
}

describe('what a field holds', () => {
  const CASES: readonly (readonly [Json, readonly string[], Json])[] = [
    [{ type: 'plain_text_input' }, [' as written\n'], { value: ' as written\n' }],
    [{ type: 'email_text_input' }, [' a@b.example '], { value: 'a@b.example' }],
    [{ type: 'url_text_input' }, ['https://a.example '], { value: 'https://a.example' }],
    [{ type: 'number_input' }, [' 12.5'], { value: '12.5' }],
    [{ type: 'static_select', ...flat }, ['two'], { selected_option: option('Two') }],
    [{ type: 'static_select', ...grouped }, ['three'], { selected_option: option('Three') }],
    [{ type: 'radio_buttons', ...flat }, ['one'], { selected_option: option('One') }],
    [{ type: 'multi_static_select', ...grouped }, ['one', 'three'], { selected_options: [option('One'), option('Three')] }],
    [{ type: 'checkboxes', ...flat }, ['two'], { selected_options: [option('Two')] }],
    [{ type: 'users_select' }, ['U1'], { selected_user: 'U1' }],
    [{ type: 'multi_users_select' }, ['U1', 'U2'], { selected_users: ['U1', 'U2'] }],
    [{ type: 'channels_select' }, ['C1'], { selected_channel: 'C1' }],
    [{ type: 'multi_channels_select' }, ['C1'], { selected_channels: ['C1'] }],
    [{ type: 'conversations_select' }, ['C1'], { selected_conversation: 'C1' }],
    [{ type: 'multi_conversations_select' }, ['C1'], { selected_conversations: ['C1'] }],
    [{ type: 'datepicker' }, ['2026-12-24'], { selected_date: '2026-12-24' }],
    [{ type: 'timepicker' }, ['09:30'], { selected_time: '09:30' }],
    [{ type: 'datetimepicker' }, ['2026-07-01T08:00'], { selected_date_time: Date.UTC(2026, 6, 1, 6) / 1000 }],
    [
      { type: 'rich_text_input' },
      ['a\nb'],
      { rich_text_value: { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a\nb' }] }] } },
    ],
  ];

  it.each(CASES)('%j filled with %j', (element, written, kept) => {
    expect(entryFor(element, ...written)).toEqual({ type: element.type, ...kept });
  });

  it.each(CASES)('%j starts again with what it held: %j', (element, written) => {
    const block = input(element);
    const values = valuesOf({ blocks: [block], values: {} }, filled({ [fieldName(block)]: written }), ZONE);
    const again = startOf(block, values, ZONE);
    expect(entryFor(element, ...again)).toEqual(values.block?.answer);
  });

  it.each(CASES)('%j left empty', (element) => {
    const [, value] = Object.entries(entryFor(element, '') ?? {}).find(([key]) => key !== 'type') ?? [];
    const isMany = String(element.type).startsWith('multi_') || element.type === 'checkboxes';
    expect(value).toEqual(isMany ? [] : null);
  });

  it('is nothing where the option is not on offer, or the number only blanks', () => {
    expect(entryFor({ type: 'static_select', ...flat }, 'four')).toEqual({ type: 'static_select', selected_option: null });
    expect(entryFor({ type: 'checkboxes', ...flat }, 'four', 'one')).toEqual({ type: 'checkboxes', selected_options: [option('One')] });
    expect(entryFor({ type: 'number_input' }, '  ')).toEqual({ type: 'number_input', value: null });
  });

  it('is the same minute on the clocks of any zone, whatever the season', () => {
    const minutes = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 });
    const block = input({ type: 'datetimepicker' });
    fc.assert(
      fc.property(
        minutes,
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
        (minute, zone) => {
          const startAt = (seconds: unknown): readonly string[] =>
            startOf(block, { block: { answer: { type: 'datetimepicker', selected_date_time: seconds } } }, zone);
          const written = startAt(minute * 60);
          const entry = entryOf(block, filled({ [fieldName(block)]: written }), zone);
          // An hour that comes twice has two instants; both show the same time.
          expect(startAt(entry?.selected_date_time)).toEqual(written);
        },
      ),
    );
  });
});

describe('the values of a view', () => {
  it('are those of its inputs, by block and action, and as before for all that is no field', () => {
    const name = input({ type: 'plain_text_input' }, 'name');
    const inside = input({ type: 'datepicker', action_id: 'day' }, 'inside');
    const elsewhere = input({ type: 'external_select' }, 'elsewhere');
    const menu: Block = { type: 'actions', block_id: 'menu', elements: [{ type: 'static_select', action_id: 'pick', ...flat }] };
    const values: Values = {
      name: { answer: { type: 'plain_text_input', value: 'old' } },
      menu: { pick: { type: 'static_select', selected_option: option('Two') } },
      elsewhere: { answer: { type: 'external_select', selected_option: option('Far') } },
    };
    const blocks = [name, { type: 'container', block_id: 'box', child_blocks: [inside] }, menu, elsewhere];
    const lookup = filled({ [fieldName(name)]: ['new'], [fieldName(inside)]: ['2026-12-24'] });
    expect(valuesOf({ blocks, values }, lookup, ZONE)).toEqual({
      ...values,
      name: { answer: { type: 'plain_text_input', value: 'new' } },
      inside: { day: { type: 'datepicker', selected_date: '2026-12-24' } },
    });
  });
});
