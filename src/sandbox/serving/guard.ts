// Who may use the page: programs of this machine that came through the page itself. Other sites' scripts are turned away.
import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** A name that some other site resolved to this machine is no name of ours. */
export function isLocal(request: IncomingMessage): boolean {
  return LOOPBACK.test(request.headers.host ?? '');
}

/** Whether an act came from the page: its own origin, and JSON, which no form of another site can send. */
export function isFromPage(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isSameSite = site === undefined || site === 'same-origin' || site === 'none';
  const isOwnOrigin = origin === undefined || origin === `http://${host ?? ''}`;
  return isSameSite && isOwnOrigin && (request.headers['content-type'] ?? '').startsWith('application/json');
}
