// What every POST of a program meets: what can be told before its body, and the body itself as JSON; one pace for all of them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../ports.ts';
import { isDeeper, parseJson, readBody } from './body.ts';
import { createBucket } from './bucket.ts';
import { problem, unavailable } from './problem.ts';
import type { FieldProblem } from './problem.ts';
import { send, sendUnread } from './reply.ts';
import type { Reply } from './reply.ts';
import type { Gate } from './token.ts';

const bodyLimitBytes = 256 * 1024;
export const keyMaxLength = 255;
/** Real bodies have two or three; one that is all brackets says nothing. */
const maxDepth = 64;
const slowLogMs = 10_000;

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const printable = /^[\x20-\x7e]+$/;

/** What is sent, as a sentence calls it. */
export type Noun = 'lead' | 'outcome';

/** The answers that are the same for every body, about one thing or the other. */
export interface PostReplies {
  readonly notJson: Reply;
  readonly compressed: Reply;
  readonly tooLarge: Reply;
  readonly stopping: Reply;
  readonly busy: Reply;
  readonly notStored: Reply;
  readonly keyReused: Reply;
}

export function postReplies(noun: Noun): PostReplies {
  return {
    notJson: problem(415, `Send the ${noun} as JSON, with "Content-Type: application/json".`),
    compressed: problem(415, 'Compressed bodies are not taken. Send the JSON as it is, without Content-Encoding.', {
      headers: { 'accept-encoding': 'identity' },
    }),
    tooLarge: problem(413, `The body is over 256 KiB. Send one ${noun} a request, without files in it.`),
    stopping: unavailable(5, `The bot is shutting down and this ${noun} was not stored. Send it again in a few seconds.`),
    busy: unavailable(1, `The database is busy and this ${noun} was not stored. Send it again in a second.`),
    notStored: unavailable(10, `This ${noun} could not be stored, and nothing of it was kept. Send it again in a few seconds.`),
    keyReused: problem(
      422,
      `This Idempotency-Key came earlier with another body, which was kept. Use a new key for a new ${noun}, and the same body to try again.`,
      { errors: [{ path: 'Idempotency-Key', message: 'was used with another body' }] },
    ),
  };
}

export interface DoorstepOptions {
  readonly gate: Gate;
  /** POSTs a second, and how many at once. */
  readonly rate: number;
  readonly burst: number;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly isStopping: () => boolean;
}

/** A body that was let in, with the key that came along. */
export interface Posted {
  readonly value: unknown;
  readonly key: string | null;
}

/** Answers on the raw request and response; `answer` is asked for what was let in. Never rejects for anything that a caller sends. */
export type Doorstep = (
  req: IncomingMessage,
  res: ServerResponse,
  replies: PostReplies,
  noun: Noun,
  answer: (body: Posted | { readonly problems: readonly FieldProblem[] }) => Promise<Reply>,
) => Promise<void>;

/** All paths share one pace: INTAKE_RATE is about this machine, not about a path. */
export function createDoorstep(options: DoorstepOptions): Doorstep {
  const { gate, now, log } = options;
  const bucket = createBucket(options);
  let slowLoggedAt = -Infinity;

  /** Everything that can be told before the body. Token before rate: strangers take nobody's place. */
  function refusedAtTheDoor(req: IncomingMessage, replies: PostReplies, noun: Noun): Reply | null {
    if (options.isStopping()) return replies.stopping;
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
      return problem(429, `Too fast. Wait ${waitSeconds} s, then send this ${noun} again.`, {
        headers: { 'retry-after': String(waitSeconds) },
      });
    }
    if (!jsonType.test(req.headers['content-type'] ?? '')) return replies.notJson;
    const encoding = req.headers['content-encoding'];
    return encoding === undefined || encoding.toLowerCase() === 'identity' ? null : replies.compressed;
  }

  return async (req, res, replies, noun, answer) => {
    const refusal = refusedAtTheDoor(req, replies, noun);
    if (refusal) return sendUnread(req, res, refusal);
    const body = await readBody(req, bodyLimitBytes);
    if ('bytes' in body) send(res, await answerTo(body.bytes, req.headers['idempotency-key'], noun, answer));
    else if (body.trouble === 'too_large') sendUnread(req, res, replies.tooLarge);
    // The caller went away in the middle: nobody is left to answer, and half a body is none.
    else res.destroy();
  };
}

async function answerTo(bytes: Buffer, key: string | string[] | undefined, noun: Noun, answer: Parameters<Doorstep>[4]): Promise<Reply> {
  const read = parseJson(bytes, noun);
  if ('detail' in read) return problem(400, read.detail);
  const problems: FieldProblem[] = [...tooDeep(read.value)];
  const isKey = typeof key === 'string' && key.length <= keyMaxLength && printable.test(key);
  if (key !== undefined && !isKey) problems.push(badKey);
  return answer(problems.length > 0 ? { problems } : { value: read.value, key: isKey ? key : null });
}

const badKey: FieldProblem = { path: 'Idempotency-Key', message: `must be 1 to ${keyMaxLength} printable ASCII characters` };

function tooDeep(value: unknown): readonly FieldProblem[] {
  if (!isDeeper(value, maxDepth)) return [];
  const fields = Array.isArray(value) ? [] : Object.entries(value as object).filter(([, field]) => isDeeper(field, maxDepth - 1));
  const paths = fields.length === 0 ? ['(the body)'] : fields.map(([name]) => name.slice(0, keyMaxLength).toWellFormed());
  return paths.map((path) => ({ path, message: `is nested deeper than ${maxDepth} levels` }));
}
