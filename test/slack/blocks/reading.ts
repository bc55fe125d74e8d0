// Blocks as a person reads them, line by line: for golden files of messages with tables and charts.

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Every block in its order, with an empty line between them; marks that cannot be seen are shown as `<2068>`. */
export function reading(blocks: readonly object[]): string {
  const text = blocks
    .map((block) => ({ ...block }) satisfies object)
    .map((block) => (isJson(block) ? blockText(block) : ''))
    .join('\n\n');
  return text.replace(/[\p{Cf}]/gu, (mark) => `<${mark.codePointAt(0)?.toString(16) ?? ''}>`);
}

function blockText(block: Json): string {
  switch (block['type']) {
    case 'header':
      return `# ${objectText(block['text'])}`;
    case 'section':
      return objectText(block['text']);
    case 'context':
      return list(block['elements'])
        .map(objectText)
        .map((text) => `(${text})`)
        .join('\n');
    case 'table':
      return tableText(block);
    case 'data_visualization':
      return chartText(block);
    case 'rich_text':
      return list(block['elements']).map(richText).join('\n');
    default:
      return `[${words(block['type'])}]`;
  }
}

function objectText(value: unknown): string {
  return isJson(value) ? words(value['text']) : '';
}

function tableText(block: Json): string {
  const rows = Array.isArray(block['rows']) ? block['rows'].map((row: unknown) => list(row).map(objectText)) : [];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function chartText(block: Json): string {
  const chart = isJson(block['chart']) ? block['chart'] : {};
  const series = list(chart['series']).map(
    (one) =>
      `  ${words(one['name'])}: ${list(one['data'])
        .map(({ label, value }) => `${String(label)} ${String(value)}`)
        .join(', ')}`,
  );
  return [`[chart] ${words(block['title'])}`, ...series].join('\n');
}

function richText(element: Json): string {
  if (element['type'] === 'rich_text_list')
    return list(element['elements'])
      .map((one) => `  • ${richText(one)}`)
      .join('\n');
  const text = list(element['elements']).map(partText).join('');
  return element['type'] === 'rich_text_preformatted' ? ['```', text, '```'].join('\n') : text;
}

function partText(part: Json): string {
  switch (part['type']) {
    case 'text':
      return isJson(part['style']) && part['style']['bold'] === true ? `*${words(part['text'])}*` : words(part['text']);
    case 'user':
      return `@${words(part['user_id'])}`;
    case 'link':
      return `[${words(part['text'])}]`;
    case 'date':
      return words(part['fallback']);
    default:
      return `:${words(part['type'])}:`;
  }
}
