// Draws golden Block Kit files as one HTML page, so that a person can look at them:
// npm exec -- node tools/render-blocks.ts card- marketing- > page.html   (prefixes of file names; none = all)
import { readFileSync, readdirSync } from 'node:fs';

type Json = Readonly<Record<string, unknown>>;

const folder = new URL('../test/golden/blocks/', import.meta.url);
const emojis: Readonly<Record<string, string>> = {
  hourglass_flowing_sand: '⏳',
  hourglass: '⌛',
  large_green_circle: '🟢',
  white_circle: '⚪',
  large_blue_circle: '🔵',
  black_circle: '⚫',
  leftwards_arrow_with_hook: '↩️',
  arrow_right_hook: '↪️',
  file_folder: '📁',
  raising_hand: '🙋',
  trophy: '🏆',
  memo: '📝',
  calendar: '📆',
  seedling: '🌱',
  alarm_clock: '⏰',
};

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
const words = (value: unknown): string => (typeof value === 'string' ? value : '');
const inner = (value: unknown, key: string): unknown => (isJson(value) ? value[key] : undefined);

/** For HTML. Slack's own escapes are undone first where the text is mrkdwn. */
function safe(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function mention(name: string): string {
  return `<span class="mention">@${safe(name.replace(/^U0/, '').toLowerCase())}</span>`;
}

function emoji(name: string): string {
  return emojis[name] ?? `:${safe(name)}:`;
}

/** Text arrives with & < > escaped, which is what HTML wants too. */
function mrkdwn(text: string): string {
  return text
    .replace(/<@(\w+)>/g, (_, id: string) => mention(id))
    .replace(/<!subteam\^(\w+)>/g, (_, id: string) => mention(id))
    .replace(/<#(\w+)>/g, '<span class="mention">#$1</span>')
    .replace(/<!date\^\d+\^[^^]*\^([^>]*)>/g, '<span class="date">$1</span>')
    .replace(/:([a-z_]+):/g, (_, name: string) => emoji(name))
    .replace(/\*([^*]+)\*/g, '<b>$1</b>');
}

function text(object: unknown): string {
  const value = words(inner(object, 'text'));
  return inner(object, 'type') === 'mrkdwn' ? mrkdwn(value) : safe(value);
}

const parts: Readonly<Record<string, (part: Json) => string>> = {
  text: (part) => (inner(part['style'], 'bold') ? `<b>${safe(words(part['text']))}</b>` : safe(words(part['text']))),
  link: (part) => `<a href="${safe(words(part['url'])).replaceAll('"', '&quot;')}">${safe(words(part['text']))}</a>`,
  user: (part) => mention(words(part['user_id'])),
  usergroup: (part) => mention(words(part['usergroup_id'])),
  channel: (part) => `<span class="mention">#${safe(words(part['channel_id']))}</span>`,
  emoji: (part) => emoji(words(part['name'])),
  date: (part) => `<span class="date">${safe(words(part['fallback']))}</span>`,
};

const pieces = (value: unknown): string =>
  list(value)
    .map((part) => draw(parts, part))
    .join('');

const elements: Readonly<Record<string, (element: Json) => string>> = {
  button: (element) => `<button class="${words(element['style'])}">${text(element['text'])}</button>`,
  overflow: (element) =>
    `<button class="more">⋮</button><span class="menu">${list(element['options'])
      .map((one) => text(one['text']))
      .join(' | ')}</span>`,
  static_select: (element) => `<div class="field">${text(element['placeholder'])} ▾<div class="options">${options(element)}</div></div>`,
  plain_text_input: (element) => `<div class="field${element['multiline'] ? ' tall' : ''}"></div>`,
  datepicker: () => '<div class="field">📅 Select a date</div>',
  users_select: (element) => `<div class="field">${text(element['placeholder'])} ▾</div>`,
  conversations_select: (element) => `<div class="field">${text(element['placeholder'])} ▾</div>`,
};

function options(element: Json): string {
  const groups = list(element['option_groups']);
  const labels = (of: unknown): string =>
    list(inner(of, 'options'))
      .map((one) => text(one['text']))
      .join(' · ');
  return groups.length > 0 ? groups.map((group) => `<b>${text(group['label'])}</b>: ${labels(group)}`).join('<br>') : labels(element);
}

const blocks: Readonly<Record<string, (block: Json) => string>> = {
  header: (block) => `<h3>${text(block['text'])}</h3>`,
  context: (block) => `<div class="context">${list(block['elements']).map(text).join(' ')}</div>`,
  section: (block) =>
    `<div class="section"><div>${text(block['text'])}</div>${isJson(block['accessory']) ? draw(elements, block['accessory']) : ''}</div>`,
  actions: (block) =>
    `<div class="actions">${list(block['elements'])
      .map((one) => draw(elements, one))
      .join('')}</div>`,
  rich_text: (block) =>
    `<div class="rich">${list(block['elements'])
      .map((one) =>
        one['type'] === 'rich_text_quote' ? `<blockquote>${pieces(one['elements'])}</blockquote>` : `<div>${pieces(one['elements'])}</div>`,
      )
      .join('')}</div>`,
  input: (block) =>
    `<div class="input"><b>${text(block['label'])}</b>${block['optional'] ? ' <i>(optional)</i>' : ''}${isJson(block['element']) ? draw(elements, block['element']) : ''}<div class="context">${text(block['hint'])}</div></div>`,
};

function draw(table: Readonly<Record<string, (one: Json) => string>>, one: Json): string {
  const type = words(one['type']);
  return table[type]?.(one) ?? `<mark>${safe(type)}?</mark>`;
}

function page(name: string, shown: Json): string {
  const body = list(shown['blocks'])
    .map((block) => draw(blocks, block))
    .join('');
  const label = `<div class="name">${safe(name)}</div>`;
  if (shown['type'] === 'modal') {
    return `${label}<div class="modal"><div class="title">${text(shown['title'])}<span>✕</span></div>${body}<div class="foot"><button>${text(shown['close'])}</button>${shown['submit'] ? `<button class="primary">${text(shown['submit'])}</button>` : ''}</div></div>`;
  }
  if (shown['type'] === 'home') return `${label}<div class="home">${body}</div>`;
  const notification = mrkdwn(words(shown['text'])).replaceAll('\n', '<br>');
  return `${label}<div class="message"><div class="face"></div><div><div class="who"><b>LeadLoop</b> <span>APP</span> 10:00</div>${body || notification}</div></div><div class="text">${notification}</div>`;
}

const style = `
  body { margin: 0; padding: 12px; font: 15px/22px Lato, Helvetica, Arial, sans-serif; color: #1d1c1d; }
  .name { margin-top: 18px; font: 11px monospace; color: #8a4b8f; } .text { margin: 2px 0 0 44px; font-size: 11px; line-height: 14px; color: #a0522d; }
  .message { display: flex; gap: 8px; } .face { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #2b6cb0; } .message > div:last-child { min-width: 0; flex: 1; overflow-wrap: anywhere; max-width: 600px; }
  .who { line-height: 18px; font-size: 12px; color: #616061; } .who b { font-size: 15px; color: #1d1c1d; } .who span { background: #ddd; border-radius: 3px; padding: 0 3px; font-size: 10px; }
  h3 { margin: 4px 0; font-size: 18px; line-height: 24px; } .context { font-size: 13px; line-height: 18px; color: #616061; margin: 3px 0; }
  .rich { margin: 4px 0; white-space: pre-wrap; } blockquote { margin: 2px 0; padding-left: 12px; border-left: 4px solid #ddd; }
  .section { display: flex; justify-content: space-between; gap: 12px; align-items: flex-start; margin: 6px 0; white-space: pre-wrap; } .actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; align-items: center; }
  button { flex: none; font: 700 13px/26px Lato, Helvetica, Arial, sans-serif; padding: 0 9px; border: 1px solid #bbb; border-radius: 4px; background: #fff; color: #1d1c1d; } .primary { background: #007a5a; border-color: #007a5a; color: #fff; }
  .menu { font-size: 11px; color: #999; } .mention { background: #e8f5fa; color: #1264a3; border-radius: 3px; } a { color: #1264a3; text-decoration: none; } .date { border-bottom: 1px dotted #aaa; }
  .modal { max-width: 480px; border: 1px solid #ccc; border-radius: 8px; padding: 0 20px 12px; box-shadow: 0 2px 8px #0002; } .title { display: flex; justify-content: space-between; font-weight: 900; font-size: 20px; margin: 14px 0 10px; }
  .input { margin: 12px 0; } .input i { color: #616061; font-style: normal; } .field { border: 1px solid #bbb; border-radius: 4px; padding: 4px 10px; color: #777; min-height: 22px; } .tall { min-height: 60px; } .options { font-size: 11px; line-height: 15px; }
  .foot { display: flex; justify-content: flex-end; gap: 8px; } .home { max-width: 640px; border: 1px solid #eee; padding: 8px 16px; }
`;

const prefixes = process.argv.slice(2);
const names = readdirSync(folder)
  .map((file) => file.replace(/\.json$/, ''))
  .filter((name) => prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix)))
  .toSorted();
const drawn = names.map((name) => {
  const shown: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  return isJson(shown) ? page(name, shown) : '';
});
console.log(`<!doctype html><meta charset="utf-8"><title>Block Kit</title><style>${style}</style>${drawn.join('\n')}`);
