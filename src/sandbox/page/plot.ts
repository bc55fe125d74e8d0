// Where everything of a chart stands: scale, bars, points, slices. Pure numbers, in the units of the drawing.

export interface Series {
  readonly name: string;
  /** One value per category, in their order; `null` where the app gave none. */
  readonly values: readonly (number | null)[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Bar extends Size {
  readonly series: number;
  readonly category: number;
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Tick {
  readonly words: string;
  readonly at: number;
}

export interface Plot {
  /** The inner box, within room for words. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Where zero is. */
  readonly zero: number;
  readonly ticks: readonly Tick[];
  /** Only as many as there is room for. */
  readonly categories: readonly Tick[];
  readonly bars: readonly Bar[];
  /** Per series, its points from left to right. */
  readonly lines: readonly (readonly Point[])[];
}

const letterWidth = 6.4;
const wantedTicks = 4;
const topRoom = 12;
const bottomRoom = 26;
/** How much of a category's width its bars take. */
const barsShare = 0.7;

/** Round steps from at most 0 to at least 0 that hold all values. */
export function scaleOf(values: readonly number[]): { readonly low: number; readonly high: number; readonly step: number } {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const raw = (most - least || 1) / wantedTicks;
  const power = 10 ** Math.floor(Math.log10(raw));
  const nice = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= raw * 0.999) ?? power * 10;
  const step = values.every(Number.isInteger) ? Math.max(1, nice) : nice;
  const high = Math.ceil(most / step) * step;
  const low = Math.floor(least / step) * step;
  return { low, high: high === low ? low + step : high, step };
}

/** Bars, points and words of a chart with axes. */
export function plotOf(categories: readonly string[], series: readonly Series[], { width, height }: Size): Plot {
  const { low, high, step } = scaleOf(series.flatMap(({ values }) => values.filter((value) => value !== null)));
  const steps = Math.round((high - low) / step);
  const marks = Array.from({ length: steps + 1 }, (_, index) => low + index * step);
  const said = marks.map((value) => numberInWords(value));
  const left = Math.max(...said.map((words) => words.length)) * letterWidth + 10;
  const right = width - 4;
  const bottom = height - bottomRoom;
  const heightOf = (value: number): number => bottom - ((value - low) / (high - low)) * (bottom - topRoom);
  const room = (right - left) / Math.max(1, categories.length);
  const middle = (category: number): number => left + room * (category + 0.5);
  return {
    left,
    right,
    top: topRoom,
    bottom,
    zero: heightOf(0),
    ticks: marks.map((value, index) => ({ words: said[index] ?? '', at: heightOf(value) })),
    categories: roomFor(categories, room).map((index) => ({ words: categories[index] ?? '', at: middle(index) })),
    bars: barsOf(series, { room, left, heightOf }),
    lines: series.map(({ values }) => values.flatMap((value, index) => (value === null ? [] : [{ x: middle(index), y: heightOf(value) }]))),
  };
}

interface Frame {
  readonly room: number;
  readonly left: number;
  heightOf(value: number): number;
}

function barsOf(series: readonly Series[], { room, left, heightOf }: Frame): Bar[] {
  const share = (room * barsShare) / Math.max(1, series.length);
  const gap = Math.min(2, share / 5);
  return series.flatMap(({ values }, index) =>
    values.flatMap((value, category) => {
      if (value === null) return [];
      const x = left + room * category + (room * (1 - barsShare)) / 2 + share * index;
      const [y, foot] = [heightOf(Math.max(0, value)), heightOf(Math.min(0, value))];
      return [{ series: index, category, x: x + gap / 2, y, width: share - gap, height: foot - y }];
    }),
  );
}

/** Every category, or every second, third …, so that their words do not run into each other; the newest one always. */
function roomFor(categories: readonly string[], room: number): number[] {
  const widest = Math.max(1, ...categories.map((words) => words.length)) * letterWidth + 6;
  const every = Math.max(1, Math.ceil(widest / room));
  const last = categories.length - 1;
  return categories.map((_, index) => index).filter((index) => (last - index) % every === 0);
}

export interface Slice {
  /** An SVG path around the middle. */
  readonly path: string;
  /** Where its number stands. */
  readonly label: Point;
  /** 0-1 */
  readonly share: number;
}

/** Slices from the top, clockwise, around (0, 0). */
export function slicesOf(values: readonly number[], radius: number): Slice[] {
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  let from = 0;
  return values.map((value) => {
    const share = total === 0 ? 0 : Math.max(0, value) / total;
    const to = from + share;
    const middle = pointAt((from + to) / 2, radius * 0.65);
    const slice = { path: slicePath(from, to, radius), label: share === 1 ? { x: 0, y: 0 } : middle, share };
    from = to;
    return slice;
  });
}

function slicePath(from: number, to: number, radius: number): string {
  // A full circle is no arc: it would end where it begins.
  if (to - from > 0.9999) return `M 0 ${-radius} A ${radius} ${radius} 0 1 1 0 ${radius} A ${radius} ${radius} 0 1 1 0 ${-radius} Z`;
  const [start, end] = [pointAt(from, radius), pointAt(to, radius)];
  return `M 0 0 L ${start.x} ${start.y} A ${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${end.x} ${end.y} Z`;
}

function pointAt(share: number, radius: number): Point {
  const angle = share * 2 * Math.PI;
  return { x: rounded(Math.sin(angle) * radius), y: rounded(-Math.cos(angle) * radius) };
}

const rounded = (value: number): number => Math.round(value * 100) / 100 + 0;

/** A number for people: `1,200`, `0.3`. */
export function numberInWords(value: number): string {
  return new Intl.NumberFormat('en', { maximumFractionDigits: 4, signDisplay: 'negative' }).format(value);
}
