// The bot's HTTP door with a real store behind it, and a log that a test can read.
import { connect } from 'node:net';
import { uuidv7 } from 'uuidv7';
import type { Desk } from '../../src/flows/record.ts';
import type { Health } from '../../src/http/health.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import type { Metrics } from '../../src/http/metrics.ts';
import { startHttp } from '../../src/http/server.ts';
import type { HttpOptions, HttpServer } from '../../src/http/server.ts';
import type { Log, LeadRecord, Store } from '../../src/ports.ts';
import { memoryStore } from '../world/memory-store.ts';

export const token = 'intake-token-of-this-test';
export const start = Date.parse('2026-11-23T14:00:00Z');

export interface DoorOptions extends Partial<Pick<HttpOptions, 'slack' | 'health' | 'limits' | 'host' | 'port'>> {
  readonly token?: string | null;
  readonly rate?: number;
  readonly burst?: number;
  readonly store?: Store;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

export interface Door {
  readonly url: string;
  readonly server: HttpServer;
  readonly store: Store;
  readonly desk: Desk;
  readonly workspaceId: string;
  readonly metrics: Metrics;
  /** Each line as JSON, whatever its level. */
  readonly logLines: string[];
  /** Moves the clock of leads and of the rate on. */
  pass(ms: number): void;
  post(lead: unknown, headers?: Record<string, string>): Promise<Answer>;
  postRaw(body: string | Uint8Array<ArrayBuffer>, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Every stored lead, in the order of arrival. */
  leads(): Promise<LeadRecord[]>;
  stop(): Promise<void>;
}

export const fine: Health = {
  database: { ok: true, sentence: 'The database answers.' },
  slack: { ok: true, state: 'ok', since: start, sentence: 'Slack can be reached.' },
  outbox: null,
};

export async function openDoor(options: DoorOptions = {}): Promise<Door> {
  let at = start;
  const now = (): number => at;
  const store = options.store ?? (await memoryStore(now));
  const { id: workspaceId } = await store.workspace();
  const desk: Desk = { store, now, newId: uuidv7 };
  const logLines: string[] = [];
  const metrics = createMetrics({ now });
  const server = await startHttp({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    desk,
    workspaceId,
    intake: { token: options.token === undefined ? token : options.token, rate: options.rate ?? 1000, burst: options.burst ?? 5000 },
    slack: options.slack ?? null,
    health: options.health ?? (async () => fine),
    metrics,
    log: logTo(logLines),
    now,
    ...(options.limits ? { limits: options.limits } : {}),
  });
  const door: Door = {
    url: server.url,
    server,
    store,
    desk,
    workspaceId,
    metrics,
    logLines,
    pass: (ms) => void (at += ms),
    post: (lead, headers) => door.postRaw(JSON.stringify(lead), headers),
    postRaw: (body, headers = {}) =>
      ask(`${server.url}/v1/leads`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        body,
      }),
    get: (path, headers = { authorization: `Bearer ${token}` }) => ask(`${server.url}${path}`, { headers }),
    async leads() {
      const records: LeadRecord[] = [];
      for await (const record of store.leads(workspaceId)) records.push(record);
      return records;
    },
    async stop() {
      await server.stop(1000);
      store.close();
    },
  };
  return door;
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

function logTo(lines: string[]): Log {
  const at = (level: string) => (facts: object, sentence: string) => void lines.push(JSON.stringify({ level, ...facts, sentence }));
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export interface Wire {
  send(text: string | Uint8Array): void;
  /** Resolves with all that came so far once it matches. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves with all that came when the other side has closed, in order or not. */
  closed(): Promise<string>;
  end(): void;
}

/** A bare connection, for requests that no HTTP client would send. */
export async function openWire(port: number): Promise<Wire> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let isClosed = false;
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    tell();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    isClosed = true;
    tell();
  });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  const when = (isReached: () => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (isReached()) resolve(text);
        else if (isClosed) reject(new Error(`Closed after: ${text}`));
        else return;
        listeners.delete(look);
      };
      listeners.add(look);
      look();
    });
  return {
    send: (part) => void socket.write(part),
    until: (pattern) => when(() => pattern.test(text)),
    closed: () => when(() => isClosed),
    end: () => void socket.destroy(),
  };
}

/** The head of a POST /v1/leads as it goes over the wire. */
export function head(...lines: string[]): string {
  return [
    'POST /v1/leads HTTP/1.1',
    'Host: bot.test',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    ...lines,
    '',
    '',
  ].join('\r\n');
}

/** How often a pattern occurs. */
export function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}
