// Blocks that show data: table, data_table and data_visualization (pie, bar, line, area).
import { isDeepStrictEqual } from 'node:util';
import { isFields, type Fields } from '../types.ts';
import { always, boolean, byType, integer, list, may, need, number, object, oneOf, string, type Check, type Context } from './check.ts';
import { CHART, DATA_TABLE, ID, TABLE, TEXT } from './limits.ts';
import { richText } from './richtext.ts';
import { textLength } from './measure.ts';

const blockId = may(string(ID.block));
const rawText = object({ type: need(always('raw_text')), text: need(string(TEXT.max)) });
const rawNumber = object({ type: need(always('raw_number')), value: need(number), text: need(string(TEXT.max)) });

function totalText(value: Fields, pointer: string, { report }: Context, max: number): void {
  if (textLength(value.rows) > max) report(`${pointer}/rows`, `must have less than ${max + 1} characters over all cells`, 'too_long');
}

/** `raw_number` is refused in a table: Slack was seen to refuse it although its types allow it. */
export const table = object(
  {
    type: need(always('table')),
    block_id: blockId,
    rows: need(
      list(
        list(
          byType(() => ({ raw_text: rawText, rich_text: richText })),
          TABLE.cells,
        ),
        TABLE.rows,
      ),
    ),
    column_settings: may(list(object({ align: may(oneOf('left', 'center', 'right')), is_wrapped: may(boolean) }), TABLE.columnSettings)),
  },
  (value, pointer, context) => totalText(value, pointer, context, TABLE.text),
);

export const dataTable = object(
  {
    type: need(always('data_table')),
    block_id: blockId,
    caption: need(string(TEXT.max)),
    rows: need(
      list(
        list(
          byType(() => ({ raw_text: rawText, raw_number: rawNumber, rich_text: richText })),
          DATA_TABLE.cells,
        ),
        DATA_TABLE.rows,
        DATA_TABLE.minRows,
      ),
    ),
    page_size: may(integer(1, DATA_TABLE.pageSize)),
    row_header_column_index: may(integer(0, DATA_TABLE.cells - 1)),
  },
  (value, pointer, context) => {
    totalText(value, pointer, context, DATA_TABLE.text);
    const rows = (Array.isArray(value.rows) ? value.rows : []).filter((row) => Array.isArray(row));
    const head: unknown[] = rows[0] ?? [];
    if (rows.some((row) => row.length !== head.length))
      context.report(`${pointer}/rows`, 'all rows must have the same number of cells', 'invalid_rows');
    head.forEach((cell, index) => {
      if (isFields(cell) && cell.type === 'rich_text')
        context.report(`${pointer}/rows/0/${index}`, 'the header row takes no rich_text', 'unsupported_type');
    });
  },
);

const label = string(CHART.label);
const segment = object({ label: need(label), value: need(number) }, (value, pointer, { report }) => {
  if (typeof value.value === 'number' && value.value <= 0) report(`${pointer}/value`, 'must be more than 0', 'too_small');
});
const series = object({
  name: need(label),
  data: need(list(object({ label: need(label), value: need(number) }), CHART.points)),
});
const axes = object({
  categories: need(list(label, CHART.points)),
  x_label: may(string(CHART.axisLabel)),
  y_label: may(string(CHART.axisLabel)),
});

function seriesMustMatch(value: Fields, pointer: string, { report }: Context): void {
  const all = (Array.isArray(value.series) ? value.series : []).filter(isFields);
  const names = all.map((one) => one.name);
  if (new Set(names).size !== names.length) report(`${pointer}/series`, 'series names must be unique', 'duplicate');
  const categories: unknown[] =
    isFields(value.axis_config) && Array.isArray(value.axis_config.categories) ? value.axis_config.categories : [];
  all.forEach((one, index) => {
    const labels = (Array.isArray(one.data) ? one.data : []).map((point: unknown) => (isFields(point) ? point.label : undefined));
    const points = new Set(labels);
    const wanted = new Set(categories);
    const fits = points.size === labels.length && wanted.size === categories.length && isDeepStrictEqual(points, wanted);
    if (!fits) report(`${pointer}/series/${index}/data`, 'must have one point per category', 'invalid_points');
  });
}

const plot = (type: string): Check =>
  object({ type: need(always(type)), series: need(list(series, CHART.series)), axis_config: need(axes) }, seriesMustMatch);

const CHARTS: Record<string, Check> = {
  pie: object({ type: need(always('pie')), segments: need(list(segment, CHART.segments)) }),
  bar: plot('bar'),
  line: plot('line'),
  area: plot('area'),
};

export const dataVisualization = object({
  type: need(always('data_visualization')),
  block_id: blockId,
  title: need(string(CHART.title)),
  chart: need(byType(() => CHARTS)),
});
