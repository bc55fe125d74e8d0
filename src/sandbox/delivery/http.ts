// Deliveries over HTTP: signed as Slack signs, three seconds to answer.
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { isFields, type Fields } from '../types.ts';
import { ACK_TIMEOUT_MS, type Answered, type PayloadKind, type Retry, type Sent } from './envelope.ts';

type HttpSent = Extract<Sent, { way: 'http' }>;

const FORM = 'application/x-www-form-urlencoded';

/** TABLE: how each kind of payload is written into a request body. */
const BODIES: Record<PayloadKind, { contentType: string; write: (payload: Fields) => string }> = {
  interactive: { contentType: FORM, write: (payload) => `payload=${encodeURIComponent(JSON.stringify(payload))}` },
  slash_commands: {
    contentType: FORM,
    write: (payload) =>
      new URLSearchParams(Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)])).toString(),
  },
  events_api: { contentType: 'application/json', write: (payload) => JSON.stringify(payload) },
};

/** `v0=` + HMAC-SHA256 of `v0:timestamp:body`. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

export function signed(url: string, kind: PayloadKind, payload: Fields, secret: string, atMs: number): HttpSent {
  const { contentType, write } = BODIES[kind];
  const body = write(payload);
  const timestamp = String(Math.floor(atMs / 1000));
  return {
    way: 'http',
    url,
    body,
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(secret, timestamp, body),
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    },
  };
}

/** Sends the request and waits for the acknowledgement; never rejects. */
export async function sendHttp({ url, headers, body }: HttpSent, retry?: Retry): Promise<Answered> {
  const startedAt = performance.now();
  const extra: Record<string, string> =
    retry === undefined ? {} : { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason };
  const outcome = await post(url, { ...headers, ...extra }, body, ACK_TIMEOUT_MS);
  const ms = performance.now() - startedAt;
  if ('problem' in outcome) return { status: 0, ms, problem: outcome.problem, response: undefined };
  const isOk = outcome.status >= 200 && outcome.status < 300;
  return { status: outcome.status, ms, problem: isOk ? undefined : 'dispatch_failed', response: parsed(outcome.text) };
}

type PostOutcome = { status: number; text: string } | { problem: 'operation_timeout' | 'no_connection' };

/** A plain POST on a connection of its own. */
export function post(url: string, headers: Record<string, string>, body: string, timeoutMs: number): Promise<PostOutcome> {
  return new Promise((resolve) => {
    const outgoing = request(
      url,
      { method: 'POST', agent: false, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          clearTimeout(timer);
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
        answer.on('error', () => resolve({ problem: 'no_connection' }));
      },
    );
    const timer = setTimeout(() => {
      resolve({ problem: 'operation_timeout' });
      outgoing.destroy();
    }, timeoutMs);
    outgoing.on('error', () => {
      clearTimeout(timer);
      resolve({ problem: 'no_connection' });
    });
    outgoing.end(body);
  });
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : text;
  } catch {
    return text;
  }
}
