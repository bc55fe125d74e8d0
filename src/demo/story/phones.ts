// Phone numbers that ring nobody: the ranges that regulators keep for films and books, where a country has one.

interface Range {
  /** With the country code; a `#` for each digit that is free. */
  readonly shapes: readonly [string, ...string[]];
}

const northAmerican = (codes: string): Range => ({ shapes: mapped(codes, (code) => `+1 ${code} 555 01##`) });

function mapped(codes: string, shape: (code: string) => string): [string, ...string[]] {
  const [first = '', ...more] = codes.split(' ');
  return [shape(first), ...more.map(shape)];
}

const ranges: Readonly<Record<string, Range>> = {
  US: northAmerican('212 206 303 312 404 415 512 617 702 813 904 971'),
  CA: northAmerican('416 514 604 403'),
  GB: { shapes: ['+44 20 7946 0###', '+44 161 496 0###', '+44 117 496 0###'] },
  AU: { shapes: ['+61 2 5550 ####', '+61 3 7010 ####'] },
  DE: { shapes: ['+49 30 23125 ###', '+49 89 99998 ###', '+49 40 66969 ###', '+49 69 90009 ###'] },
  FR: { shapes: ['+33 1 99 00 ## ##', '+33 4 65 71 ## ##'] },
  SE: { shapes: ['+46 8 465 004 ##', '+46 31 390 06 ##'] },
};

/** The number of the `index`th person of a country, different for each; `null` where nothing is reserved. */
export function reservedPhone(country: string, index: number): string | null {
  const range = ranges[country];
  if (!range) return null;
  const { shapes } = range;
  const shape = shapes[index % shapes.length] ?? shapes[0];
  const free = shape.split('#').length - 1;
  const digits = String(Math.floor(index / shapes.length))
    .padStart(free, '0')
    .slice(-free);
  let at = 0;
  return shape.replaceAll('#', () => digits.charAt(at++));
}
