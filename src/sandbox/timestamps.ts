// Message timestamps: "seconds.micros" strings, unique and increasing, comparable as microseconds.

export type NewTs = () => string;

/** Makes timestamps from the clock; two in one millisecond differ by a microsecond, a clock that stands still or goes back never repeats one. */
export class Timestamps {
  readonly #now: () => number;
  #last = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  readonly next: NewTs = () => {
    this.#last = Math.max(Math.round(this.#now() * 1000), this.#last + 1);
    return tsFromMicros(this.#last);
  };

  /** The last one given; "0.000000" before the first. */
  get last(): string {
    return tsFromMicros(this.#last);
  }

  /** From now on all are later than this one. */
  goOnAfter(ts: string): void {
    const micros = microsFromTs(ts);
    if (micros > this.#last) this.#last = micros;
  }
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
