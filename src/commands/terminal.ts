// Where a command speaks: results on standard output, everything else on standard error, moving lines only for people.
import { once } from 'node:events';
import { styleText } from 'node:util';

/** Standard output or error, or what stands for them in a test. */
export type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

type Paint = 'green' | 'yellow' | 'red' | 'bold' | 'dim';

/** A line that moves while something long goes on; nothing at all where nobody watches. */
export interface Progress {
  /** `done` of `total` in the same unit, and a few words. */
  update(done: number, total: number, words: string): void;
  /** Takes the line away. */
  end(): void;
}

const barWidth = 24;
const redrawMs = 100;
const eraseLine = '\r\u001B[2K';

export class Terminal {
  readonly #out: Stream;
  readonly #err: Stream;
  readonly #now: () => number;

  constructor(out: Stream = process.stdout, err: Stream = process.stderr, now: () => number = Date.now) {
    this.#out = out;
    this.#err = err;
    this.#now = now;
  }

  /** Whether somebody watches, rather than a file or a program. */
  get isForPeople(): boolean {
    return this.#out.isTTY === true;
  }

  /** A piece of the result. Resolves when there is room for more. */
  async write(text: string): Promise<void> {
    if (!this.#out.write(text)) await once(this.#out, 'drain');
  }

  /** A line of the result. */
  print(line: string): Promise<void> {
    return this.write(`${line}\n`);
  }

  /** A line for the person at the keyboard. */
  say(line: string): void {
    this.#err.write(`${line}\n`);
  }

  /** Coloured on a terminal that shows colours and where NO_COLOR is not set; else as it is. */
  paint(paint: Paint, text: string): string {
    return styleText(paint, text, { stream: this.#out, validateStream: true });
  }

  progress(): Progress {
    const err = this.#err;
    if (err.isTTY !== true) return { update: () => undefined, end: () => undefined };
    let drawnAt = Number.NEGATIVE_INFINITY;
    let isDrawn = false;
    return {
      update: (done, total, words) => {
        if (this.#now() - drawnAt < redrawMs) return;
        drawnAt = this.#now();
        isDrawn = true;
        err.write(`${eraseLine}${bar(done, total, words).slice(0, (err.columns ?? 80) - 1)}`);
      },
      end: () => {
        if (isDrawn) err.write(eraseLine);
        isDrawn = false;
      },
    };
  }
}

function bar(done: number, total: number, words: string): string {
  const share = total > 0 ? Math.min(1, done / total) : 1;
  const full = Math.floor(share * barWidth);
  return `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}] ${String(Math.floor(share * 100)).padStart(3)} %  ${words}`;
}
