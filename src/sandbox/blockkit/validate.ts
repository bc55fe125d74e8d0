// What Slack would refuse: whole messages and views checked against the tables, and the rules between blocks.
import { isFields, type Block, type Fields } from '../types.ts';
import { anyBlock } from './blocks.ts';
import { boolean, list, may, need, object, oneOf, string, type Context, type Problem, type Surface } from './check.ts';
import { MESSAGE, VIEW } from './limits.ts';
import { textLength } from './measure.ts';
import { plain } from './objects.ts';

/** Problems of the blocks of a message; empty when Slack would take them. Text volume is apart: blocksText(). */
export function messageProblems(blocks: unknown, pointer = '/blocks'): Problem[] {
  const { problems, context } = collect('message');
  list(anyBlock(), MESSAGE.blocks, 0)(blocks, pointer, context);
  checkTogether(blocks, pointer, context);
  atMost(blocks, ['table', 'data_table'], MESSAGE.tables, pointer, context);
  atMost(blocks, ['plan'], MESSAGE.plans, pointer, context);
  atMost(blocks, ['data_visualization'], MESSAGE.charts, pointer, context);
  const markdown = blocksOf(blocks).filter((block) => block.type === 'markdown');
  if (textLength(markdown) > MESSAGE.markdownText) {
    context.report(pointer, `must have less than ${MESSAGE.markdownText + 1} characters over all markdown blocks`, 'too_long');
  }
  return problems;
}

/** Code points over all blocks of a message. */
export function blocksText(blocks: unknown): number {
  return textLength(blocks);
}

const VIEW_KEYS = {
  type: need(oneOf('modal', 'home')),
  blocks: need(list(anyBlock(), VIEW.blocks)),
  private_metadata: may(string(VIEW.privateMetadata, 0)),
  callback_id: may(string(VIEW.callbackId, 0)),
  external_id: may(string(VIEW.externalId, 0)),
};

const modal = object({
  ...VIEW_KEYS,
  title: need(plain(VIEW.title)),
  submit: may(plain(VIEW.title)),
  close: may(plain(VIEW.title)),
  clear_on_close: may(boolean),
  notify_on_close: may(boolean),
  submit_disabled: may(boolean),
});
const home = object({ ...VIEW_KEYS, title: may(plain(VIEW.title)), submit: may(plain(VIEW.title)), close: may(plain(VIEW.title)) });

/** Problems of a modal or App Home; empty when Slack would take it. Its size in bytes is apart. */
export function viewProblems(view: unknown, pointer = '/view'): Problem[] {
  if (!isFields(view)) return [{ code: 'invalid_type', message: 'must be an object', pointer, field: 'view' }];
  const isHome = view.type === 'home';
  const { problems, context } = collect(isHome ? 'home' : 'modal');
  (isHome ? home : modal)(view, pointer, context);
  checkTogether(view.blocks, `${pointer}/blocks`, context);
  const hasInput = blocksOf(view.blocks).some((block) => block.type === 'input');
  if (!isHome && hasInput && view.submit === undefined) context.report(pointer, 'missing required field: submit', 'missing_field');
  const focused = elementsIn(view.blocks, `${pointer}/blocks`).filter(({ element }) => element.focus_on_load === true);
  for (const { pointer: at } of focused.slice(VIEW.focusOnLoad))
    context.report(`${at}/focus_on_load`, 'only one element may have focus_on_load', 'duplicate');
  return problems;
}

function collect(surface: Surface): { problems: Problem[]; context: Context } {
  const problems: Problem[] = [];
  const report: Context['report'] = (pointer, message, code = 'invalid') => {
    problems.push({ code, message, pointer, field: pointer.split('/').at(-1) ?? '' });
  };
  return { problems, context: { surface, report } };
}

function blocksOf(blocks: unknown): Fields[] {
  return Array.isArray(blocks) ? blocks.filter(isFields) : [];
}

function checkTogether(blocks: unknown, pointer: string, { report }: Context): void {
  const blockIds = new Set<unknown>();
  for (const { block, pointer: at } of withChildren(blocks, pointer)) {
    if (block.block_id === undefined) continue;
    if (blockIds.has(block.block_id)) report(`${at}/block_id`, `block_id ${JSON.stringify(block.block_id)} already exists`, 'duplicate');
    blockIds.add(block.block_id);
  }
  const actionIds = new Map<Fields, Set<unknown>>();
  for (const { element, block, pointer: at } of elementsIn(blocks, pointer)) {
    if (element.action_id === undefined) continue;
    const taken = actionIds.get(block) ?? new Set<unknown>();
    actionIds.set(block, taken);
    if (taken.has(element.action_id))
      report(`${at}/action_id`, `action_id ${JSON.stringify(element.action_id)} already exists`, 'duplicate');
    taken.add(element.action_id);
  }
}

/** Blocks and what stands inside containers and carousels, each with its pointer. */
function withChildren(blocks: unknown, pointer: string): { block: Fields; pointer: string }[] {
  return blocksOf(blocks).flatMap((block, index) => {
    const at = `${pointer}/${index}`;
    const inner =
      block.type === 'carousel' ? withChildren(block.elements, `${at}/elements`) : withChildren(block.child_blocks, `${at}/child_blocks`);
    return [{ block, pointer: at }, ...inner];
  });
}

function atMost(blocks: unknown, types: readonly string[], max: number, pointer: string, { report }: Context): void {
  const count = withChildren(blocks, pointer).filter(({ block }) => types.includes(String(block.type))).length;
  if (count > max) report(pointer, `no more than ${max} ${types.join(' or ')} allowed`, 'too_many');
}

/** Where a block keeps one element, and where it keeps several. */
const SINGLE = ['accessory', 'element'] as const;
const SEVERAL = ['elements', 'actions'] as const;

/** Elements of these blocks and of the blocks inside them, with the block that holds each and its pointer. */
export function elementsIn(blocks: unknown, pointer: string): { element: Fields; block: Fields; pointer: string }[] {
  return withChildren(blocks, pointer).flatMap(({ block, pointer: at }) => {
    const single = SINGLE.map((key) => ({ element: block[key], pointer: `${at}/${key}` }));
    const several = SEVERAL.flatMap((key) => {
      const list: unknown = block.type === 'carousel' ? undefined : block[key];
      return Array.isArray(list) ? list.map((element: unknown, index) => ({ element, pointer: `${at}/${key}/${index}` })) : [];
    });
    return [...single, ...several].flatMap(({ element, pointer: where }) =>
      isFields(element) ? [{ element, block, pointer: where }] : [],
    );
  });
}

/** Blocks that passed the checks, as blocks. */
export function asBlocks(value: unknown): Block[] {
  return Array.isArray(value) ? (value as Block[]) : [];
}
