// An answer as plain data, and the two ways to send it: straight on node:http, or through Hono.
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Reply {
  readonly status: number;
  /** Names in lower case; always with a content-length. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text, so that node writes it to the socket together with the headers. */
  readonly body: string;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  const body = JSON.stringify(value);
  return { status, headers: { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }, body };
}

/** For Hono, which leaves the body out where the request was HEAD. */
export function toResponse({ status, headers, body }: Reply): Response {
  return new Response(body, { status, headers });
}

/** Answers a request whose body was read to its end, or has none. */
export function send(res: ServerResponse, { status, headers, body }: Reply): void {
  res.writeHead(status, headers).end(body);
}

/** A body up to this size is taken from the wire after an early answer, so that the connection can be used again. */
const smallBytes = 256 * 1024;
/** How much of a larger one is thrown away before the connection is cut: programs that read only after they wrote must get their answer. */
const drainedBytes = 32 * 1024 * 1024;

/** Answers a request whose body was not read to its end, without keeping any of it. */
export function sendUnread(req: IncomingMessage, res: ServerResponse, reply: Reply): void {
  const declared = req.headers['transfer-encoding'] === undefined ? Number(req.headers['content-length'] ?? 0) : Infinity;
  if (req.complete || (declared <= smallBytes && res.shouldKeepAlive)) {
    send(res, reply); // node takes the rest of the body off the wire by itself
    return;
  }
  res.writeHead(reply.status, { ...reply.headers, connection: 'close' });
  res.write(reply.body); // complete by its content-length; the connection stays open below, or a reset could overtake it
  let left = drainedBytes;
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) req.destroy();
  });
  req.on('error', () => {}); // followed by close
  req.on('close', () => res.end());
  req.resume();
}
