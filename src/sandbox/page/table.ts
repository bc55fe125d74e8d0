// Tables: table and data_table blocks, in a box of their own that scrolls sideways.
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { listIn, numberIn, rowsIn, stringIn } from './json.ts';
import type { Page } from './page.ts';
import type { Json } from './protocol.ts';
import { richText } from './rich-text.ts';

interface Column {
  readonly align: string;
  readonly isWrapped: boolean;
}

const ALIGNED: Readonly<Record<string, string>> = { center: ' block-center', right: ' block-right' };

/** The first row is the head. */
export function table(page: Page, block: Json): TemplateResult {
  const columns = listIn(block, 'column_settings').map((column) => ({
    align: stringIn(column, 'align') ?? 'left',
    isWrapped: column.is_wrapped === true,
  }));
  return boxed('Table', tableOf(page, rowsIn(block, 'rows'), columns, null));
}

/** All rows at once: what does not fit scrolls under the head. */
export function dataTable(page: Page, block: Json): TemplateResult {
  const rows = rowsIn(block, 'rows');
  const columns = (rows[0] ?? []).map((_, index) => {
    const isNumeric = rows.slice(1).every((row) => row[index]?.type === 'raw_number');
    return { align: isNumeric ? 'right' : 'left', isWrapped: true };
  });
  const caption = stringIn(block, 'caption') ?? 'Table';
  return html`<div class="block-data">
    <div class="block-data-title" aria-hidden="true">${caption}</div>
    ${boxed(caption, tableOf(page, rows, columns, numberIn(block, 'row_header_column_index') ?? 0))}
  </div>`;
}

/** Reachable by keys, as it scrolls. */
function boxed(label: string, inner: TemplateResult): TemplateResult {
  return html`<div class="block-table-box" role="group" aria-label=${label} tabindex="0">${inner}</div>`;
}

function tableOf(page: Page, rows: readonly (readonly Json[])[], columns: readonly Column[], rowHeader: number | null): TemplateResult {
  const [head = [], ...body] = rows;
  const lookOf = (index: number): string => {
    const column = columns[index];
    return `block-cell${ALIGNED[column?.align ?? ''] ?? ''}${column?.isWrapped === true ? ' block-wrapped' : ''}`;
  };
  const cellOf = (cell: Json, index: number): TemplateResult =>
    index === rowHeader
      ? html`<th scope="row" class=${lookOf(index)}>${contentOf(page, cell)}</th>`
      : html`<td class=${lookOf(index)}>${contentOf(page, cell)}</td>`;
  return html`<table class="block-table">
    <thead>
      <tr>
        ${head.map((cell, index) => html`<th scope="col" class=${lookOf(index)}>${contentOf(page, cell)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${body.map(
        (row) =>
          html`<tr>
            ${row.map(cellOf)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function contentOf(page: Page, cell: Json): unknown {
  return cell.type === 'rich_text' ? richText(page, cell) : (stringIn(cell, 'text') ?? nothing);
}
