// TABLE: how series differ: a colour, and a fill or a marker that needs no colour to be told apart.
import { nothing, svg } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { Point, Size } from './plot.ts';

/** A box to fill. */
type Box = Point & Size;

interface Look {
  readonly color: string;
  /** Dashes of a line. */
  readonly dashes: string;
  /** An SVG path around (0, 0), about 8 wide. */
  readonly marker: string;
  readonly fill: (box: Box, color: string) => TemplateResult;
}

const apart = 5;
const steps = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, Math.ceil((to - from) / apart)) }, (_, index) => from + index * apart);

const solid = ({ x, y, width, height }: Box, color: string): TemplateResult =>
  svg`<rect x=${x} y=${y} width=${width} height=${height} rx="1.5" fill=${color} />`;

const striped = (box: Box, color: string): TemplateResult => {
  const { x, y, width, height } = box;
  const path = steps(y + 3, y + height).map((at) => `M${x} ${at}h${width}`);
  return svg`${solid(box, color)}<path d=${path.join('')} stroke="#fff" stroke-width="1.6" />`;
};

const hollow = ({ x, y, width, height }: Box, color: string): TemplateResult => {
  if (width <= 2 || height <= 2) return solid({ x, y, width, height }, color);
  return svg`<rect x=${x + 1} y=${y + 1} width=${width - 2} height=${height - 2} rx="1" fill="#fff" stroke=${color} stroke-width="2" />`;
};

const dotted = (box: Box, color: string): TemplateResult => {
  const { x, y, width, height } = box;
  const dots = steps(y + 3, y + height - 1).map((at) => svg`<circle cx=${x + width / 2} cy=${at} r="1.4" fill=${color} />`);
  return svg`${hollow(box, color)}${dots}`;
};

const split = (box: Box, color: string): TemplateResult => {
  const { x, y, width, height } = box;
  return svg`${solid(box, color)}<path d="M${x + width / 2} ${y}v${height}" stroke="#fff" stroke-width="1.6" />`;
};

const barred = (box: Box, color: string): TemplateResult => {
  const { x, y, width, height } = box;
  const path = steps(y + 3, y + height - 1).map((at) => `M${x} ${at}h${width}`);
  return svg`${hollow(box, color)}<path d=${path.join('')} stroke=${color} stroke-width="1.2" />`;
};

const LOOKS: readonly [Look, ...Look[]] = [
  { color: '#b8430f', dashes: '', marker: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z', fill: solid },
  { color: '#2b3a9e', dashes: '7 4', marker: 'M-3.5 -3.5h7v7h-7Z', fill: striped },
  { color: '#0f6e4a', dashes: '2 3', marker: 'M0 -4.5L4.5 3.5H-4.5Z', fill: hollow },
  { color: '#7a2a86', dashes: '10 3 2 3', marker: 'M0 -5L5 0L0 5L-5 0Z', fill: dotted },
  { color: '#8a5a00', dashes: '4 2', marker: 'M-4.5 -3.5H4.5L0 4.5Z', fill: split },
  { color: '#4a4a4a', dashes: '1 2', marker: 'M-1.5 -4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3Z', fill: barred },
];

function lookAt(series: number): Look {
  return LOOKS[series % LOOKS.length] ?? LOOKS[0];
}

export const colorOf = (series: number): string => lookAt(series).color;
export const dashesOf = (series: number): string => lookAt(series).dashes;

/** A box in the colour and the fill of its series. */
export function filled(series: number, box: Box): TemplateResult | typeof nothing {
  const { color, fill } = lookAt(series);
  return box.height <= 0 || box.width <= 0 ? nothing : fill(box, color);
}

export function marker(series: number, { x, y }: Point): TemplateResult {
  const { color, marker: path } = lookAt(series);
  return svg`<path d=${path} transform="translate(${x} ${y})" fill=${color} stroke="#fff" stroke-width="1" />`;
}
