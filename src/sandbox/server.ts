// The HTTP and WebSocket server: /api/<method>, /response/<id>, the Socket Mode link, and the page where there is one.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs, type Api, type Reply } from './api.ts';
import type { SocketLink } from './delivery/socket.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { PageServer } from './serving/page-server.ts';

const MAX_BODY_BYTES = 4_000_000;

interface ServerOptions {
  host: string;
  port: number;
  api: () => Api;
  responseUrls: () => ResponseUrls;
  link: () => SocketLink;
  page: () => PageServer | null;
}

export interface SlackServer {
  url: string;
  stop(): Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<SlackServer> {
  const server = createServer((request, response) => {
    handle(options, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
  });
  server.on('upgrade', (request, socket, head) => options.link().upgrade(request, socket, head));
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, { port, host }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function handle(options: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const body = await readBody(request);
  if (body === undefined) return send(response, { status: 413, headers: {}, body: 'request_too_large' });
  const method = /^\/api\/([\w.]+)$/.exec(url.pathname)?.[1];
  if (method !== undefined) return answerCall(options.api(), request, response, method, url.searchParams, body);
  const responseId = /^\/response\/(\w+)$/.exec(url.pathname)?.[1];
  if (responseId !== undefined && request.method === 'POST') return send(response, options.responseUrls().use(responseId, body));
  const shown = await options.page()?.answer(request, response, body);
  if (shown === 'streaming') return;
  send(response, shown ?? { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not_found' });
}

function answerCall(
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
  method: string,
  query: URLSearchParams,
  body: string,
): void {
  const args = parseArgs(request.headers['content-type'] ?? '', query, body);
  if (args === undefined) {
    return send(response, { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":false,"error":"invalid_json"}' });
  }
  const outcome = api.call({ method, authorization: request.headers.authorization, args });
  if ('isDropped' in outcome) {
    request.socket.destroy();
  } else if ('isHanging' in outcome) {
    outcome.hit.whenLetGo(() => request.socket.destroy());
  } else if (outcome.afterMs === undefined) {
    send(response, outcome.reply);
  } else {
    const { reply } = outcome;
    setTimeout(() => send(response, reply), outcome.afterMs);
  }
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  if (response.destroyed) return;
  response.writeHead(status, headers);
  response.end(body);
}

/** The body as text; undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
