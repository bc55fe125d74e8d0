// Charts of data_visualization blocks, drawn here: bar, line, area and pie, with a legend and their numbers for those who do not see them.
import { html, nothing, svg } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { colorOf, dashesOf, filled, marker } from './fills.ts';
import { jsonIn, listIn, numberIn, stringIn, stringsIn } from './json.ts';
import { numberInWords, plotOf, slicesOf } from './plot.ts';
import type { Plot, Point, Series, Size } from './plot.ts';
import type { Json } from './protocol.ts';

/** Two drawings, so that words keep their size: one for a wide place, one for a phone. */
const WIDE: Size = { width: 520, height: 270 };
const NARROW: Size = { width: 270, height: 220 };
const radius = 100;

interface Axes {
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly xLabel: string;
  readonly yLabel: string;
}

type Draw = (plot: Plot) => TemplateResult;

/** TABLE: what is drawn between the axes. */
const PLOTS: Readonly<Record<string, Draw>> = {
  bar: ({ bars }) => svg`${bars.map((bar) => filled(bar.series, bar))}`,
  line: ({ lines }) => svg`${lines.map((points, index) => drawnLine(points, index))}`,
  area: ({ lines, zero }) => svg`${lines.map((points, index) => svg`${area(points, index, zero)}${drawnLine(points, index)}`)}`,
};

export function chart(block: Json): TemplateResult {
  const title = stringIn(block, 'title') ?? 'Chart';
  const given = jsonIn(block, 'chart');
  const type = stringIn(given, 'type') ?? '';
  if (type === 'pie') return pie(title, listIn(given, 'segments'));
  const draw = Object.hasOwn(PLOTS, type) ? PLOTS[type] : undefined;
  return draw === undefined
    ? html`<div class="block-unknown">Not shown here: ${type} chart</div>`
    : framed(title, type, axesOf(given), draw);
}

function axesOf(given: Json | null): Axes {
  const axis = jsonIn(given, 'axis_config');
  const categories = stringsIn(axis, 'categories');
  const series = listIn(given, 'series').map((one) => {
    const points = listIn(one, 'data');
    const valueAt = (category: string): number | null => numberIn(points.find(({ label }) => label === category) ?? null, 'value');
    return { name: stringIn(one, 'name') ?? '', values: categories.map(valueAt) };
  });
  return { categories, series, xLabel: stringIn(axis, 'x_label') ?? '', yLabel: stringIn(axis, 'y_label') ?? '' };
}

function framed(title: string, type: string, axes: Axes, draw: Draw): TemplateResult {
  const { categories, series, xLabel, yLabel } = axes;
  const legend = series.map(({ name }, index) => legendItem(index, name, type === 'bar'));
  const drawing = (size: Size, look: string): TemplateResult => {
    const plot = plotOf(categories, series, size);
    return picture(title, `${type} chart`, size, look, svg`${grid(plot)}${draw(plot)}`);
  };
  return html`<figure class="block-chart">
    <figcaption class="block-chart-title">${title}</figcaption>
    ${yLabel === '' ? nothing : html`<div class="block-chart-axis">${yLabel}</div>`}
    ${drawing(WIDE, 'block-chart-wide')}${drawing(NARROW, 'block-chart-narrow')}
    ${xLabel === '' ? nothing : html`<div class="block-chart-axis block-chart-below">${xLabel}</div>`}
    <ul class="block-legend">
      ${legend}
    </ul>
    ${numbers(title, axes)}
  </figure>`;
}

function picture(title: string, kind: string, { width, height }: Size, look: string, inner: TemplateResult): TemplateResult {
  const name = `${title} (${kind})`;
  return html`<svg class=${look} role="img" aria-label=${name} width=${width} height=${height} viewBox="0 0 ${width} ${height}">
    ${inner}
  </svg>`;
}

function grid({ left, right, bottom, zero, ticks, categories }: Plot): TemplateResult {
  const lines = ticks.map(
    ({ words, at }) => svg`<path d="M${left} ${at}H${right}" stroke="#e4e4e4" />
      <text x=${left - 8} y=${at + 4} text-anchor="end" class="block-chart-words">${words}</text>`,
  );
  const below = categories.map(
    ({ words, at }) => svg`<text x=${at} y=${bottom + 18} text-anchor="middle" class="block-chart-words">${words}</text>`,
  );
  return svg`${lines}<path d="M${left} ${zero}H${right}" stroke="#8d8d8d" />${below}`;
}

const pathOf = (points: readonly Point[]): string => points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');

function drawnLine(points: readonly Point[], series: number): TemplateResult {
  return svg`<path d=${pathOf(points)} fill="none" stroke=${colorOf(series)} stroke-width="2" stroke-dasharray=${dashesOf(series)} />${points.map(
    (point) => marker(series, point),
  )}`;
}

function area(points: readonly Point[], series: number, zero: number): TemplateResult | typeof nothing {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return nothing;
  const path = `${pathOf(points)}L${last.x} ${zero}L${first.x} ${zero}Z`;
  return svg`<path d=${path} fill=${colorOf(series)} fill-opacity="0.18" />`;
}

function legendItem(series: number, name: string, isBar: boolean): TemplateResult {
  const line = svg`<path d="M0 7H26" stroke=${colorOf(series)} stroke-width="2" stroke-dasharray=${dashesOf(series)} />${marker(series, { x: 13, y: 7 })}`;
  const box = filled(series, { x: 0, y: 0, width: 14, height: 14 });
  return html`<li>
    <svg width=${isBar ? 14 : 26} height="14" aria-hidden="true">${isBar ? box : line}</svg>
    ${name}
  </li>`;
}

/** The same in numbers, for those who do not see the drawing. */
function numbers(title: string, { categories, series, xLabel, yLabel }: Axes): TemplateResult {
  const caption = yLabel === '' ? title : `${title}, ${yLabel}`;
  const head = series.map(({ name }) => html`<th scope="col">${name}</th>`);
  const rows = categories.map(
    (category, index) =>
      html`<tr>
        <th scope="row">${category}</th>
        ${series.map(({ values }) => html`<td>${cell(values[index])}</td>`)}
      </tr>`,
  );
  return html`<div class="block-hidden">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${xLabel || 'Category'}</th>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

const cell = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : numberInWords(value));

/** A pie's slices carry the numbers of the legend. */
function pie(title: string, segments: readonly Json[]): TemplateResult {
  const names = segments.map((segment) => stringIn(segment, 'label') ?? '');
  const values = segments.map((segment) => numberIn(segment, 'value') ?? 0);
  const slices = slicesOf(values, radius);
  const drawn = slices.map(
    ({ path, label, share }, index) => svg`<path d=${path} fill=${colorOf(index)} stroke="#fff" stroke-width="2" />
      ${share < 0.03 ? nothing : svg`<text x=${label.x} y=${label.y + 5} text-anchor="middle" class="block-chart-slice">${index + 1}</text>`}`,
  );
  const legend = slices.map(
    ({ share }, index) =>
      html`<li>
        <svg width="20" height="20" aria-hidden="true">
          <rect width="20" height="20" rx="10" fill=${colorOf(index)} />
          <text x="10" y="15" text-anchor="middle" class="block-chart-slice">${index + 1}</text>
        </svg>
        ${names[index]}: ${numberInWords(values[index] ?? 0)} (${Math.round(share * 100)} %)
      </li>`,
  );
  const moved = svg`<g transform="translate(${radius + 4} ${radius + 4})">${drawn}</g>`;
  const size = { width: 2 * radius + 8, height: 2 * radius + 8 };
  return html`<figure class="block-chart block-chart-pie">
    <figcaption class="block-chart-title">${title}</figcaption>
    ${picture(title, 'pie chart', size, 'block-chart-any', moved)}
    <ol class="block-legend">
      ${legend}
    </ol>
    ${numbers(title, { categories: names, series: [{ name: 'Value', values }], xLabel: '', yLabel: '' })}
  </figure>`;
}
