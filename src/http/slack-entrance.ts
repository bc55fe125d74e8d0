// Everything under /slack in HTTP mode: what cannot come from Slack ends here, the rest goes to Bolt with its body unread.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../ports.ts';
import { readBody } from './body.ts';
import { faultFacts } from '../fault.ts';
import { notFound, ownFault, problem, wrongMethod } from './problem.ts';
import { send, sendUnread } from './reply.ts';

export type SlackListener = (req: IncomingMessage, res: ServerResponse) => void;

const eventsPath = '/slack/events';
/** How far Slack's clock and ours may lie apart, either way. Bolt looks at the past only. */
const clockToleranceMs = 300_000;
const checkLimitBytes = 4096;
const bodyLimitBytes = 1_048_576;

const socketMode = problem(
  404,
  'This bot runs in Socket Mode, so Slack does not call it over HTTP. For HTTP mode, set SLACK_SIGNING_SECRET and leave SLACK_APP_TOKEN out.',
);
const notSlack = problem(
  401,
  'This request does not carry a signature of Slack that holds now. If Slack sent it, compare the clock of this machine with the real time.',
);
const tooLarge = problem(413, 'Slack sends no more than a megabyte at once.');
const unreadable = problem(400, 'This is no message that Slack sends: its body is neither a command nor a JSON object.');
const postOnly = wrongMethod('POST');
const checked = { status: 200, headers: { 'content-length': '0' }, body: '' };

export interface SlackEntranceOptions {
  /** Bolt's; `null` in Socket Mode. */
  readonly listener: SlackListener | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/** `path` is without the query. */
export type SlackEntrance = (req: IncomingMessage, res: ServerResponse, path: string) => Promise<void>;

export function createSlackEntrance({ listener, now, log }: SlackEntranceOptions): SlackEntrance {
  return async (req, res, path) => {
    if (!listener) return sendUnread(req, res, socketMode);
    if (path === eventsPath && req.method !== 'POST') return sendUnread(req, res, postOnly);
    // Any path: Bolt reads `/slack/./events` as the same one.
    if (req.method === 'POST') {
      if (isUnsignedForm(req)) return answerUnsigned(req, res);
      if (!isSignedNow(req, now())) return sendUnread(req, res, notSlack);
      const body = await readBody(req, bodyLimitBytes);
      if (!('bytes' in body)) return sendUnread(req, res, tooLarge);
      // Bolt would stumble over a body that is no object, and so would the whole bot.
      if (!isReadable(req, body.bytes)) return send(res, unreadable);
      // Bolt takes a body that was read already from here.
      Object.assign(req, { rawBody: body.bytes });
    }
    try {
      listener(req, res);
    } catch (error) {
      // Bolt throws for a path that it does not know; it has answered nothing then.
      const isUnknownPath = path !== eventsPath;
      if (!isUnknownPath) log.error(faultFacts(error), 'Slack’s request could not be handled.');
      if (!res.headersSent) sendUnread(req, res, isUnknownPath ? notFound : ownFault);
    }
  };
}

/** Is it signed at all, and is its time within the tolerance, past or future? The signature itself is Bolt's to check. */
function isSignedNow(req: IncomingMessage, nowMs: number): boolean {
  const timestamp = req.headers['x-slack-request-timestamp'];
  if (req.headers['x-slack-signature'] === undefined || typeof timestamp !== 'string') return false;
  return /^\d{1,12}$/.test(timestamp) && Math.abs(nowMs - Number(timestamp) * 1000) <= clockToleranceMs;
}

function isReadable(req: IncomingMessage, bytes: Buffer): boolean {
  const text = bytes.toString();
  const isForm = req.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const payload = isForm ? new URLSearchParams(text).get('payload') : text;
  if (payload === null) return true; // a slash command has its fields in the form itself
  try {
    const message: unknown = JSON.parse(payload);
    return typeof message === 'object' && message !== null && !Array.isArray(message);
  } catch {
    return false;
  }
}

function isUnsignedForm(req: IncomingMessage): boolean {
  const { headers } = req;
  const isUnsigned = headers['x-slack-signature'] === undefined && headers['x-slack-request-timestamp'] === undefined;
  return isUnsigned && headers['content-type'] === 'application/x-www-form-urlencoded';
}

/** Slack checks certificates with an unsigned `ssl_check=1`. It is answered here, so that nothing unsigned ever reaches Bolt. */
async function answerUnsigned(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const body = await readBody(req, checkLimitBytes);
  if (!('bytes' in body)) return sendUnread(req, res, notSlack);
  const isCheck = new URLSearchParams(body.bytes.toString()).get('ssl_check') === '1';
  send(res, isCheck ? checked : notSlack);
}
