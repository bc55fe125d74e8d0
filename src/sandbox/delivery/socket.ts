// Socket Mode: connections opened with a ticket, envelopes to one of them, acknowledgements back.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { isFields, type Fields } from '../types.ts';
import { ACK_TIMEOUT_MS, type Answered, type PayloadKind, type Retry } from './envelope.ts';

const MAX_CONNECTIONS = 10;

interface Connection {
  socket: WebSocket;
  waiting: Map<string, (payload: unknown) => void>;
  lost: Set<() => void>;
}

export type DropReason = 'refresh_requested' | 'warning' | 'abrupt';

interface LinkOptions {
  appId: string;
  newId: (prefix: string) => string;
  changed: () => void;
}

export class SocketLink {
  readonly #options: LinkOptions;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  #connections: Connection[] = [];
  #turn = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#connections.length;
  }

  /** A ticket for one connection, as apps.connections.open hands it out. */
  newUrl(httpUrl: string): string {
    const ticket = this.#options.newId('T');
    this.#tickets.add(ticket);
    return `${httpUrl.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${this.#options.appId}`;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const ticket = url.searchParams.get('ticket') ?? '';
    if (url.pathname !== '/link/' || !this.#tickets.delete(ticket) || this.count >= MAX_CONNECTIONS) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#welcome(webSocket));
  }

  #welcome(socket: WebSocket): void {
    const connection: Connection = { socket, waiting: new Map(), lost: new Set() };
    this.#connections.push(connection);
    socket.on('message', (data) => receive(connection, data));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#connections = this.#connections.filter((one) => one !== connection);
      for (const lose of connection.lost) lose();
      this.#options.changed();
    });
    send(socket, {
      type: 'hello',
      num_connections: this.count,
      connection_info: { app_id: this.#options.appId },
      debug_info: { host: 'sandbox', started: new Date().toISOString(), build_number: 1, approximate_connection_time: 18_060 },
    });
    this.#options.changed();
  }

  /** Sends one payload to one connection and waits for its acknowledgement; never rejects. */
  async deliver(kind: PayloadKind, payload: Fields, retry?: Retry): Promise<Answered> {
    const startedAt = performance.now();
    const open = this.#connections.filter(({ socket }) => socket.readyState === socket.OPEN);
    this.#turn += 1;
    const connection = open[this.#turn % Math.max(1, open.length)];
    if (connection === undefined) return { status: 0, ms: 0, problem: 'no_connection', response: undefined };
    const envelopeId = this.#options.newId('E');
    const answered = new Promise<{ problem: string } | { payload: unknown }>((resolve) => {
      const timer = setTimeout(() => resolve({ problem: 'operation_timeout' }), ACK_TIMEOUT_MS);
      const lose = (): void => {
        clearTimeout(timer);
        resolve({ problem: 'connection_lost' });
      };
      connection.lost.add(lose);
      connection.waiting.set(envelopeId, (ack) => {
        clearTimeout(timer);
        connection.lost.delete(lose);
        resolve({ payload: ack });
      });
    });
    send(connection.socket, {
      envelope_id: envelopeId,
      payload,
      type: kind,
      accepts_response_payload: kind !== 'events_api',
      ...(kind === 'events_api' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {}),
    });
    const outcome = await answered;
    connection.waiting.delete(envelopeId);
    const ms = performance.now() - startedAt;
    if ('problem' in outcome) return { status: 0, ms, problem: outcome.problem, response: undefined };
    return { status: 200, ms, problem: undefined, response: meaningful(outcome.payload) };
  }

  /** Ends every connection: as Slack announces it, or without a word. */
  drop(reason: DropReason): void {
    for (const { socket } of this.#connections) {
      if (reason === 'abrupt') socket.terminate();
      else send(socket, { type: 'disconnect', reason, debug_info: { host: 'sandbox' } });
    }
  }

  stop(): void {
    for (const { socket } of this.#connections) socket.terminate();
    this.#server.close();
  }
}

function receive({ waiting }: Connection, data: RawData): void {
  const ack: unknown = JSON.parse(textOf(data));
  if (!isFields(ack) || typeof ack.envelope_id !== 'string') return;
  waiting.get(ack.envelope_id)?.(ack.payload);
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}

/** Bolt acknowledges a text as {text}; an empty payload is a plain acknowledgement. */
function meaningful(payload: unknown): unknown {
  return isFields(payload) && Object.keys(payload).length === 0 ? undefined : payload;
}

function send(socket: WebSocket, message: Fields): void {
  socket.send(JSON.stringify(message));
}
