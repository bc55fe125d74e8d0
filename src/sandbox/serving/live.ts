// The open pages: each gets its person's whole screen after every change, a few times a second at most.
import type { ServerResponse } from 'node:http';
import type { Screen } from '../page/protocol.ts';

/** Changes come in bursts; a page that is drawn once for all of them is quicker than one that is drawn for each. */
const GATHER_MS = 30;

export class Live {
  readonly #pages = new Map<ServerResponse, string>();
  readonly #screenOf: (me: string) => Screen;
  #timer: NodeJS.Timeout | undefined;

  constructor(screenOf: (me: string) => Screen) {
    this.#screenOf = screenOf;
  }

  /** Keeps the response open and writes screens into it until it closes. */
  open(response: ServerResponse, me: string): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    this.#pages.set(response, me);
    response.on('close', () => this.#pages.delete(response));
    this.#send(response, me);
  }

  changed(): void {
    if (this.#pages.size === 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (const [response, me] of this.#pages) this.#send(response, me);
    }, GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const response of this.#pages.keys()) response.end();
    this.#pages.clear();
  }

  #send(response: ServerResponse, me: string): void {
    response.write(`data: ${JSON.stringify(this.#screenOf(me))}\n\n`);
  }
}
