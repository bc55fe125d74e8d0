// POST /v1/leads: one lead from a form, a script or an automation. What is answered 2xx is on disk.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { receiveLead } from '../flows/leads.ts';
import type { Desk } from '../flows/record.ts';
import { Busy } from '../errors.ts';
import type { Log } from '../ports.ts';
import { bodyHash } from '../sources/canonical.ts';
import { parseLead } from '../sources/lead.ts';
import { isDeeper, parseJson, readBody } from './body.ts';
import { createBucket } from './bucket.ts';
import { faultFacts } from '../fault.ts';
import type { Metrics } from './metrics.ts';
import { problem, unavailable } from './problem.ts';
import type { FieldProblem } from './problem.ts';
import { json, send, sendUnread } from './reply.ts';
import type { Reply } from './reply.ts';
import type { Gate } from './token.ts';

const bodyLimitBytes = 256 * 1024;
export const keyMaxLength = 255;
/** Real leads have two or three; a body that is all brackets is no lead. */
const maxDepth = 64;

export interface IntakeOptions {
  readonly desk: Desk;
  readonly workspaceId: string;
  readonly gate: Gate;
  /** POSTs a second, and how many at once. */
  readonly rate: number;
  readonly burst: number;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly isStopping: () => boolean;
}

/** Answers on the raw request and response; never rejects for anything that a caller sends. */
export type Intake = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const printable = /^[\x20-\x7e]+$/;
const slowLogMs = 10_000;

const notJson = problem(415, 'Send the lead as JSON, with "Content-Type: application/json".');
const compressed = problem(415, 'Compressed bodies are not taken. Send the JSON as it is, without Content-Encoding.', {
  headers: { 'accept-encoding': 'identity' },
});
const tooLarge = problem(413, 'The body is over 256 KiB. Send one lead a request, without files in it.');
const stopping = unavailable(5, 'The bot is shutting down and this lead was not stored. Send it again in a few seconds.');
const busy = unavailable(1, 'The database is busy and this lead was not stored. Send it again in a second.');
const notStored = unavailable(10, 'This lead could not be stored, and nothing of it was kept. Send it again in a few seconds.');
const keyReused = problem(
  422,
  'This Idempotency-Key came earlier with another body, which was kept. Use a new key for a new lead, and the same body to try again.',
  { errors: [{ path: 'Idempotency-Key', message: 'was used with another body' }] },
);
const badKey: FieldProblem = { path: 'Idempotency-Key', message: `must be 1 to ${keyMaxLength} printable ASCII characters` };

export function createIntake(options: IntakeOptions): Intake {
  const { gate, now, log } = options;
  const bucket = createBucket(options);
  let slowLoggedAt = -Infinity;

  /** Everything that can be told before the body. Token before rate: strangers take nobody's place. */
  function refusedAtTheDoor(req: IncomingMessage): Reply | null {
    if (options.isStopping()) return stopping;
    const closed = gate(req.headers.authorization);
    if (closed) return closed;
    const waitSeconds = bucket.take();
    if (waitSeconds > 0) {
      if (now() - slowLoggedAt >= slowLogMs) {
        slowLoggedAt = now();
        log.warn(
          { code: 'too_fast', rate: options.rate, burst: options.burst },
          'Leads arrive faster than INTAKE_RATE; senders are told to wait.',
        );
      }
      return problem(429, `Too fast. Wait ${waitSeconds} s, then send this lead again.`, {
        headers: { 'retry-after': String(waitSeconds) },
      });
    }
    if (!jsonType.test(req.headers['content-type'] ?? '')) return notJson;
    const encoding = req.headers['content-encoding'];
    return encoding === undefined || encoding.toLowerCase() === 'identity' ? null : compressed;
  }

  return async (req, res) => {
    const refusal = refusedAtTheDoor(req);
    if (refusal) return sendUnread(req, res, refusal);
    const body = await readBody(req, bodyLimitBytes);
    if ('bytes' in body) send(res, await answer(options, body.bytes, req.headers['idempotency-key']));
    else if (body.trouble === 'too_large') sendUnread(req, res, tooLarge);
    // The caller went away in the middle: nobody is left to answer, and half a lead is no lead.
    else res.destroy();
  };
}

async function answer(options: IntakeOptions, bytes: Buffer, key: string | string[] | undefined): Promise<Reply> {
  const { desk, workspaceId, metrics, log } = options;
  const read = parseJson(bytes);
  if ('detail' in read) return problem(400, read.detail);
  const errors: FieldProblem[] = [...tooDeep(read.value)];
  if (key !== undefined && !(typeof key === 'string' && key.length <= keyMaxLength && printable.test(key))) errors.push(badKey);
  const parsed = errors.length === 0 ? parseLead(read.value, desk.now()) : { problems: errors };
  if ('problems' in parsed) {
    metrics.leadReceived('refused');
    log.info({ code: 'wrong_fields', count: parsed.problems.length }, 'A lead was refused because of its fields.');
    return problem(422, 'The lead was not stored. "errors" names each field at fault.', { errors: parsed.problems });
  }
  const arrival = { lead: parsed.lead, by: 'api' };
  try {
    const received = await receiveLead(
      desk,
      workspaceId,
      typeof key === 'string' ? { ...arrival, idempotency: { key, bodyHash: bodyHash(read.value) } } : arrival,
    );
    if (received.status === 'key_reused') {
      metrics.leadReceived('refused');
      log.info({ code: 'key_reused' }, 'A lead was refused because its Idempotency-Key came earlier with another body.');
      return keyReused;
    }
    const { id, status } = received;
    metrics.leadReceived(status);
    log.debug({ leadId: id, status }, 'A lead is on disk.');
    return status === 'created' ? json(201, { id, status }, { location: `/v1/leads/${id}` }) : json(200, { id, status });
  } catch (error) {
    if (error instanceof Busy) {
      log.warn({ code: 'busy' }, 'A lead could not be stored because the database stayed locked; the sender is told to try again.');
      return busy;
    }
    log.error(faultFacts(error), 'A lead could not be stored; the sender is told to try again.');
    return notStored;
  }
}

function tooDeep(value: unknown): readonly FieldProblem[] {
  if (!isDeeper(value, maxDepth)) return [];
  const fields = Array.isArray(value) ? [] : Object.entries(value as object).filter(([, field]) => isDeeper(field, maxDepth - 1));
  const paths = fields.length === 0 ? ['(the body)'] : fields.map(([name]) => name.slice(0, keyMaxLength).toWellFormed());
  return paths.map((path) => ({ path, message: `is nested deeper than ${maxDepth} levels` }));
}
