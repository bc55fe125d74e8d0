// The one HTTP server: Slack's requests to Bolt, everything else to our routes; its limits, and how it stops.
import { STATUS_CODES, createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Desk } from '../flows/record.ts';
import type { Log } from '../ports.ts';
import { faultFacts } from '../fault.ts';
import type { Health } from './health.ts';
import { createDoorstep } from './doorstep.ts';
import { createIntake } from './intake.ts';
import { routeLabels } from './metrics.ts';
import type { Metrics, RouteLabel } from './metrics.ts';
import { createOutcomeDoor } from './outcome.ts';
import { ownFault, problem } from './problem.ts';
import { send } from './reply.ts';
import type { Reply } from './reply.ts';
import { createRoutes } from './routes.ts';
import { createSlackEntrance } from './slack-entrance.ts';
import type { SlackListener } from './slack-entrance.ts';
import { createGate } from './token.ts';

export interface HttpOptions {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly desk: Desk;
  readonly workspaceId: string;
  readonly intake: { readonly token: string | null; readonly rate: number; readonly burst: number };
  /** Bolt's request listener; `null` in Socket Mode. */
  readonly slack: SlackListener | null;
  readonly health: () => Promise<Health>;
  readonly metrics: Metrics;
  readonly log: Log;
  /** For the rate and for Slack's signatures, which are of real time whatever `desk.now` says; epoch milliseconds. */
  readonly now?: () => number;
  readonly limits?: Partial<HttpLimits>;
}

export interface HttpLimits {
  readonly headersTimeoutMs: number;
  /** For a whole request with its body. */
  readonly requestTimeoutMs: number;
  /** Longer than the usual minute of proxies, so that it is they who close idle connections. */
  readonly keepAliveTimeoutMs: number;
  /** How often the two above are looked at. */
  readonly checkEveryMs: number;
}

const defaultLimits: HttpLimits = { headersTimeoutMs: 10_000, requestTimeoutMs: 30_000, keepAliveTimeoutMs: 65_000, checkEveryMs: 1000 };

export interface HttpServer {
  /** Where this machine reaches it, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Stops accepting, lets requests under way end, and is done after `deadlineMs` at the latest. Calling it again joins the first. */
  stop(deadlineMs: number): Promise<void>;
}

/** The address cannot be listened on; the message says which setting to change. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

/** Resolves when requests are taken. @throws CannotListen */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { metrics, log, now = Date.now } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const underWay = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  let stopping: Promise<void> | null = null;
  const isStopping = (): boolean => stopping !== null;

  const gate = createGate(options.intake.token);
  const doorstep = createDoorstep({ ...options.intake, log, now, gate, isStopping });
  const intake = createIntake({ ...options, doorstep });
  const outcome = createOutcomeDoor({ ...options, doorstep });
  const routes = createRoutes({ ...options, now, gate, intake, outcome, isStopping });
  const own = getRequestListener(routes.fetch, { overrideGlobalObjects: false, autoCleanupIncoming: false });
  const slack = createSlackEntrance({ listener: options.slack, now, log });

  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = req.url?.split('?', 1)[0] ?? '/';
    underWay.add(res);
    if (stopping) res.shouldKeepAlive = false;
    res.once('close', () => {
      underWay.delete(res);
      metrics.requestAnswered(labelOf(path), res.headersSent ? res.statusCode : 'aborted');
      // Its answer may have promised a connection that stays open.
      if (stopping) server.closeIdleConnections();
    });
    try {
      await (path.startsWith('/slack/') ? slack(req, res, path) : own(req, res));
    } catch (error) {
      log.error(faultFacts(error), 'A request could not be answered.');
      if (!res.headersSent) send(res, ownFault);
    }
  };

  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: limits.checkEveryMs,
    },
    (req, res) => void handle(req, res),
  );
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answers = [...underWay].filter((res) => res.req.socket === socket);
    const last = answers.findLast((res) => res.req.complete && !res.headersSent);
    // Requests read in full get their answers; what cannot be read came after them.
    if (last) last.shouldKeepAlive = false;
    else if (answers.some((res) => res.headersSent)) socket.destroy();
    else answerRaw(socket, unreadable.get(error.code ?? '') ?? malformed);
  });

  const stop = (deadlineMs: number): Promise<void> =>
    (stopping ??= new Promise((resolve) => {
      const cut = setTimeout(() => {
        server.closeAllConnections();
        resolve();
      }, deadlineMs);
      server.close(() => {
        clearTimeout(cut);
        resolve();
      });
      for (const res of underWay) if (!res.headersSent) res.shouldKeepAlive = false;
      // node waits for connections that have never said anything; nothing is lost with them.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    }));

  const port = await listen(server, options);
  server.on('error', (error) => log.error(faultFacts(error), 'The HTTP server is in trouble.'));
  return { url: `http://${localName(options.host)}:${port}`, port, stop };
}

function listen(server: ReturnType<typeof createServer>, { host, port }: HttpOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      const says =
        cannotListen[error.code ?? ''] ??
        (() => `The HTTP server cannot listen on HOST ${host} and PORT ${port} (${error.code ?? error.name}).`);
      reject(new CannotListen(says(host, port), { cause: error }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const cannotListen: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) => `Port ${port} on ${host} is in use by another program. Set PORT to a free one, or end that program.`,
  EACCES: (_host, port) => `This user may not listen on port ${port}. Set PORT to one above 1023.`,
  EADDRNOTAVAIL: (host) => `HOST ${host} is not an address of this machine. Set HOST to 127.0.0.1, or to 0.0.0.0 for all its addresses.`,
  ENOTFOUND: (host) => `HOST ${host} is not known. Set HOST to 127.0.0.1, or to 0.0.0.0 for all addresses of this machine.`,
};

function localName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

const labels: ReadonlyMap<string, RouteLabel> = new Map(routeLabels.map((label) => [label, label]));

function labelOf(path: string): RouteLabel {
  const known = labels.get(path);
  if (known || !path.startsWith('/v1/leads/')) return known ?? 'other';
  const [, ...after] = path.slice('/v1/leads/'.length).split('/');
  if (after.length === 0) return '/v1/leads/{id}';
  return after.length === 1 && after[0] === 'outcome' ? '/v1/leads/{id}/outcome' : 'other';
}

const malformed = problem(400, 'This is not a well-formed HTTP request.');
/** What node's parser gives up on, by its code. */
const unreadable: ReadonlyMap<string, Reply> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', problem(408, 'The request did not arrive in time. Send it again, faster.')],
  ['HPE_HEADER_OVERFLOW', problem(431, 'The headers are too large. Send fewer or shorter ones.')],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', problem(413, 'The chunk extensions are too large. Leave them out.')],
]);

function answerRaw(socket: Duplex, { status, headers, body }: Reply): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
}
