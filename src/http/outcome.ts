// POST /v1/leads/{id}/outcome: what became of a deal, from a CRM or a script. What is answered 2xx is on disk.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { leadStates } from '../domain/lead.ts';
import { outcomeNames } from '../domain/outcome.ts';
import { Refusal } from '../domain/refusal.ts';
import { Busy } from '../errors.ts';
import { faultFacts } from '../fault.ts';
import { type OutcomeRecorded, type OutcomeStanding, recordOutcome } from '../flows/outcomes.ts';
import type { Desk } from '../flows/record.ts';
import type { Log } from '../ports.ts';
import { bodyHash } from '../sources/canonical.ts';
import { parseOutcome } from '../sources/outcome.ts';
import { leadIdOf, unknownLead } from './api.ts';
import { postReplies } from './doorstep.ts';
import type { Doorstep, Posted } from './doorstep.ts';
import { problem } from './problem.ts';
import type { FieldProblem } from './problem.ts';
import { json } from './reply.ts';
import type { Reply } from './reply.ts';

export const outcomeRecordedSchema = z
  .object({
    id: z.string(),
    status: z.enum(['recorded', 'corrected', 'unchanged']),
    state: z.enum(leadStates),
    outcome: z.enum(outcomeNames),
    amount: z.number().nullable(),
    currency: z.string().nullable(),
    occurredAt: z.iso.datetime().describe('When it happened, as stored.'),
  })
  .describe('How the deal stands now. Sent only after it is on disk.');

export interface OutcomeOptions {
  readonly desk: Desk;
  readonly workspaceId: string;
  readonly doorstep: Doorstep;
  readonly log: Log;
}

/** Answers on the raw request and response, for `{id}` as it stands in the address, still percent-encoded. */
export type OutcomeDoor = (req: IncomingMessage, res: ServerResponse, segment: string) => Promise<void>;

const replies = postReplies('outcome');

export function createOutcomeDoor(options: OutcomeOptions): OutcomeDoor {
  return (req, res, segment) => options.doorstep(req, res, replies, 'outcome', (body) => answer(options, body, segment));
}

type Body = Posted | { readonly problems: readonly FieldProblem[] };

async function answer(options: OutcomeOptions, body: Body, segment: string): Promise<Reply> {
  const { log } = options;
  try {
    return await recorded(options, body, segment);
  } catch (error) {
    if (error instanceof Refusal) {
      log.info({ code: error.code }, 'An outcome was refused.');
      if (error.code === 'too_early')
        return wrongFields([{ path: 'occurredAt', message: 'lies before the lead came in: the deal is older than the lead' }]);
      return problem(409, error.message);
    }
    if (error instanceof Busy) {
      log.warn({ code: 'busy' }, 'An outcome could not be stored because the database stayed locked; the sender is told to try again.');
      return replies.busy;
    }
    log.error(faultFacts(error), 'An outcome could not be stored; the sender is told to try again.');
    return replies.notStored;
  }
}

async function recorded({ desk, workspaceId, log }: OutcomeOptions, body: Body, segment: string): Promise<Reply> {
  const id = await leadIdOf(desk.store, workspaceId, segment);
  if (id === null) return unknownLead;
  const timezone = (await desk.store.workspace()).settings?.timezone ?? 'UTC';
  const parsed = 'problems' in body ? body : parseOutcome(body.value, { now: desk.now(), timezone });
  if ('problems' in parsed || 'problems' in body) {
    const errors = 'problems' in parsed ? parsed.problems : [];
    log.info({ code: 'wrong_fields', count: errors.length }, 'An outcome was refused because of its fields.');
    return (await desk.store.lead(workspaceId, id)) ? wrongFields(errors) : unknownLead;
  }
  const idempotency = body.key === null ? {} : { idempotency: { key: body.key, bodyHash: bodyHash(body.value) } };
  const said: OutcomeRecorded = await recordOutcome(desk, workspaceId, id, { ...parsed.said, by: 'api', ...idempotency });
  if (said.status === 'unknown_lead') return unknownLead;
  if (said.status === 'key_reused') {
    log.info({ code: 'key_reused' }, 'An outcome was refused because its Idempotency-Key came earlier with another body.');
    return replies.keyReused;
  }
  log.debug({ leadId: id, status: said.status }, 'An outcome is on disk.');
  return json(said.status === 'unchanged' ? 200 : 201, outcomeJson(id, said), { location: `/v1/leads/${id}` });
}

function outcomeJson(id: string, { status, state, given }: OutcomeStanding): z.infer<typeof outcomeRecordedSchema> {
  const { outcome, amount, currency, at } = given;
  return { id, status, state, outcome, amount, currency, occurredAt: new Date(at).toISOString() };
}

function wrongFields(errors: readonly FieldProblem[]): Reply {
  return problem(422, 'The outcome was not stored. "errors" names each field at fault.', { errors });
}
