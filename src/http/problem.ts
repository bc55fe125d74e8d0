// What went wrong, as HTTP says it: application/problem+json (RFC 9457), for people and for programs.
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Reply } from './reply.ts';

export const fieldProblemSchema = z
  .object({
    path: z.string().describe('The field at fault, such as `email`; for the request itself the name of the header.'),
    message: z.string().describe('What is wrong with it and what would be right.'),
  })
  .describe('One field at fault.');

export const problemSchema = z
  .object({
    type: z.literal('about:blank').describe('There is nothing to read beyond the status and the detail.'),
    title: z.string().describe('The name of the status.'),
    status: z.int().describe('The HTTP status again.'),
    detail: z.string().describe('What happened and what to do next, in a sentence or two.'),
    errors: z.array(fieldProblemSchema).optional().describe('Where fields are at fault: each of them.'),
  })
  .describe('An error (RFC 9457).');

export type FieldProblem = z.infer<typeof fieldProblemSchema>;
type Problem = z.infer<typeof problemSchema>;

export interface ProblemOptions {
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A whole answer. Replies that are always the same are built once and reused. */
export function problem(status: number, detail: string, options: ProblemOptions = {}): Reply {
  const says: Problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
  const body = JSON.stringify(options.errors ? { ...says, errors: options.errors } : says);
  return {
    status,
    headers: { ...options.headers, 'content-type': 'application/problem+json', 'content-length': String(Buffer.byteLength(body)) },
    body,
  };
}

/** 405, naming what this path can do. */
export function wrongMethod(allow: string): Reply {
  return problem(405, `This path answers to ${allow} only.`, { headers: { allow } });
}

export const notFound = problem(404, 'There is nothing at this path. GET /v1/openapi.json lists what there is.');

/** A bug of ours: it is logged, and the caller learns nothing of it. */
export const ownFault = problem(500, 'Something went wrong here. It is written in the log; sending the same again later may work.');

/** Not stored: nothing was kept, and the same request may be sent again after a while. */
export function unavailable(retryAfterSeconds: number, detail: string): Reply {
  return problem(503, detail, { headers: { 'retry-after': String(retryAfterSeconds) } });
}
