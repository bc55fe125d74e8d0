// What a person sees of a message, a modal or an App Home: its words in order, its buttons, its links.
type Json = Readonly<Record<string, unknown>>;

/** Anything with blocks; a message that has none is its text. */
export interface Shown {
  readonly blocks?: readonly unknown[] | undefined;
  readonly text?: string | undefined;
}

/** The words, a line for each block or rich text section; mentions as `<@U…>`, dates as their fallback, buttons left out. */
export function wordsIn(shown: Shown | null | undefined): string {
  if (!shown) return '';
  if (!shown.blocks?.length) return shown.text ?? '';
  return shown.blocks.filter(isJson).flatMap(linesOf).filter(Boolean).join('\n');
}

/** Labels of buttons and menu items, in order. */
export function labelsIn(shown: Shown | null | undefined): string[] {
  return (shown?.blocks ?? []).filter(isJson).flatMap((block) => {
    const elements = [...list(block['elements']), ...(isJson(block['accessory']) ? [block['accessory']] : [])];
    return elements.flatMap((element) => {
      if (element['type'] === 'button') return [textOf(element['text'])];
      return element['type'] === 'overflow' ? list(element['options']).map((option) => textOf(option['text'])) : [];
    });
  });
}

/** Where its links and link buttons lead. */
export function linksIn(shown: unknown): string[] {
  if (Array.isArray(shown)) return shown.flatMap(linksIn);
  if (!isJson(shown)) return [];
  return [...(typeof shown['url'] === 'string' ? [shown['url']] : []), ...Object.values(shown).flatMap(linksIn)];
}

/** Labels of a form's inputs, in order. */
export function inputsIn(shown: Shown | null | undefined): string[] {
  const blocks = (shown?.blocks ?? []).filter(isJson);
  return blocks.filter((block) => block['type'] === 'input').map((block) => textOf(block['label']));
}

function linesOf(block: Json): string[] {
  switch (block['type']) {
    case 'rich_text':
      return list(block['elements']).map((section) => list(section['elements']).map(pieceOf).join(''));
    case 'context':
      return [list(block['elements']).map(textOf).join(' ')];
    case 'input':
      return [`[${textOf(block['label'])}] ${textOf(block['hint'])}`.trim()];
    default:
      return [textOf(block['text'])];
  }
}

function pieceOf(piece: Json): string {
  const word = (key: string): string => String(piece[key]);
  switch (piece['type']) {
    case 'user':
      return `<@${word('user_id')}>`;
    case 'usergroup':
      return `<!subteam^${word('usergroup_id')}>`;
    case 'channel':
      return `<#${word('channel_id')}>`;
    case 'emoji':
      return `:${word('name')}:`;
    case 'date':
      return word('fallback');
    default:
      return typeof piece['text'] === 'string' ? piece['text'] : '';
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return isJson(value) && typeof value['text'] === 'string' ? value['text'].replace(/<!date\^[^|>]*\^([^>^]*)>/g, '$1') : '';
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
