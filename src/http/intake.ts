// POST /v1/leads: one lead from a form, a script or an automation. What is answered 2xx is on disk.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { receiveLead } from '../flows/leads.ts';
import type { Desk } from '../flows/record.ts';
import { Busy } from '../errors.ts';
import type { Log } from '../ports.ts';
import { bodyHash } from '../sources/canonical.ts';
import { parseLead } from '../sources/lead.ts';
import { postReplies } from './doorstep.ts';
import type { Doorstep, Posted } from './doorstep.ts';
import { faultFacts } from '../fault.ts';
import type { Metrics } from './metrics.ts';
import { problem } from './problem.ts';
import type { FieldProblem } from './problem.ts';
import { json } from './reply.ts';
import type { Reply } from './reply.ts';

export interface IntakeOptions {
  readonly desk: Desk;
  readonly workspaceId: string;
  readonly doorstep: Doorstep;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Answers on the raw request and response; never rejects for anything that a caller sends. */
export type Intake = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

const replies = postReplies('lead');

export function createIntake(options: IntakeOptions): Intake {
  return (req, res) => options.doorstep(req, res, replies, 'lead', (body) => answer(options, body));
}

async function answer(options: IntakeOptions, body: Posted | { readonly problems: readonly FieldProblem[] }): Promise<Reply> {
  const { desk, workspaceId, metrics, log } = options;
  const parsed = 'problems' in body ? body : parseLead(body.value, desk.now());
  if ('problems' in parsed || 'problems' in body) {
    const errors = 'problems' in parsed ? parsed.problems : [];
    metrics.leadReceived('refused');
    log.info({ code: 'wrong_fields', count: errors.length }, 'A lead was refused because of its fields.');
    return problem(422, 'The lead was not stored. "errors" names each field at fault.', { errors });
  }
  const arrival = { lead: parsed.lead, by: 'api' };
  try {
    const idempotency = body.key === null ? {} : { idempotency: { key: body.key, bodyHash: bodyHash(body.value) } };
    const received = await receiveLead(desk, workspaceId, { ...arrival, ...idempotency });
    if (received.status === 'key_reused') {
      metrics.leadReceived('refused');
      log.info({ code: 'key_reused' }, 'A lead was refused because its Idempotency-Key came earlier with another body.');
      return replies.keyReused;
    }
    const { id, status } = received;
    metrics.leadReceived(status);
    log.debug({ leadId: id, status }, 'A lead is on disk.');
    return status === 'created' ? json(201, { id, status }, { location: `/v1/leads/${id}` }) : json(200, { id, status });
  } catch (error) {
    if (error instanceof Busy) {
      log.warn({ code: 'busy' }, 'A lead could not be stored because the database stayed locked; the sender is told to try again.');
      return replies.busy;
    }
    log.error(faultFacts(error), 'A lead could not be stored; the sender is told to try again.');
    return replies.notStored;
  }
}
