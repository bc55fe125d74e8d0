// Takes a payload to the bot by HTTP or socket, and can take the very same one again.
import type { Delivery, Fields } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import type { Answered, PayloadKind, Retry, Sent } from './envelope.ts';
import { post, sendHttp, signatureOf, signed } from './http.ts';
import type { SocketLink } from './socket.ts';

interface CourierOptions {
  workspace: Workspace;
  link: SocketLink;
  /** Epoch milliseconds written into request signatures; the receiver compares with its own clock. */
  signingNow: () => number;
}

export interface SignedRequest {
  body: string;
  headers?: Record<string, string>;
  /** Unix seconds; default now. */
  timestamp?: number | string;
  secret?: string;
}

export class Courier {
  readonly #options: CourierOptions;
  readonly #sent = new WeakMap<Delivery, Sent>();
  #url: string | null = null;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  deliverTo(url: string | null): void {
    this.#url = url;
  }

  async deliver(kind: PayloadKind, payload: Fields): Promise<Delivery> {
    const sent: Sent =
      this.#url === null
        ? { way: 'socket', kind, payload }
        : signed(this.#url, kind, payload, this.#options.workspace.identity.signingSecret, this.#options.signingNow());
    let answered = await this.#send(sent);
    if (kind === 'events_api' && answered.problem !== undefined) {
      const reason = answered.problem === 'dispatch_failed' ? 'http_error' : 'http_timeout';
      answered = await this.#send(sent, { num: 1, reason });
    }
    return this.#remember(sent, answered, payload);
  }

  /** The same bytes again: same body, timestamp and signature, or the same envelope payload. Changes nothing on the person's screen. */
  async redeliver(delivery: Delivery, retryNum?: number): Promise<Delivery> {
    const sent = this.#sent.get(delivery);
    if (sent === undefined) throw new Error('Only what was really sent can be sent again; this delivery was not.');
    const again: Sent = sent.way === 'http' && this.#url !== null ? { ...sent, url: this.#url } : sent;
    const answered = await this.#send(again, retryNum === undefined ? undefined : { num: retryNum, reason: 'http_timeout' });
    return this.#remember(again, answered, delivery.body);
  }

  /** Any request to the bot's HTTP address, signed unless the headers say otherwise. */
  async signedRequest({ body, headers = {}, timestamp, secret }: SignedRequest): Promise<{ status: number; text: string }> {
    if (this.#url === null) throw new Error('Call deliverTo(url) first: signed requests go over HTTP.');
    const at = String(timestamp ?? Math.floor(this.#options.signingNow() / 1000));
    const usual = {
      'content-type': body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': at,
      'x-slack-signature': signatureOf(secret ?? this.#options.workspace.identity.signingSecret, at, body),
    };
    const merged = Object.fromEntries(Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== ''));
    const outcome = await post(this.#url, merged, body, 10_000);
    return 'problem' in outcome ? { status: 0, text: outcome.problem } : outcome;
  }

  #send(sent: Sent, retry?: Retry): Promise<Answered> {
    return sent.way === 'http' ? sendHttp(sent, retry) : this.#options.link.deliver(sent.kind, sent.payload, retry);
  }

  #remember(sent: Sent, { status, ms, problem, response }: Answered, payload: unknown): Delivery {
    const delivery: Delivery = {
      ok: problem === undefined,
      status,
      ms,
      ...(problem === undefined ? {} : { problem }),
      ...(response === undefined ? {} : { response }),
      body: payload,
    };
    this.#sent.set(delivery, sent);
    this.#options.workspace.changed();
    return delivery;
  }
}
