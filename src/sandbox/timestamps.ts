// Message timestamps: "seconds.micros" strings, unique and increasing, comparable as microseconds.

export type NewTs = () => string;

/** Makes timestamps from the clock; two in one millisecond differ by a microsecond, a clock that stands still never repeats one. */
export function createTs(now: () => number): NewTs {
  let last = 0;
  return () => {
    last = Math.max(Math.round(now() * 1000), last + 1);
    return tsFromMicros(last);
  };
}

export function tsFromMicros(micros: number): string {
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

/** Microseconds since the epoch; NaN when the text is not a timestamp. */
export function microsFromTs(ts: string): number {
  const match = /^(\d{1,11})(?:\.(\d{1,6}))?$/.exec(ts);
  if (match === null) return Number.NaN;
  return Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0'));
}
