// The API described for programs: OpenAPI 3.1, its schemas made of the same ones that check and type what goes in and out.
import { z } from 'zod';
import { leadSchema } from '../sources/lead.ts';
import { outcomeSchema } from '../sources/outcome.ts';
import { readinessSchema } from './health.ts';
import { keyMaxLength } from './doorstep.ts';
import { handoffSchema, historyLineSchema, leadJsonSchema } from './lead-json-schema.ts';
import { outcomeRecordedSchema } from './outcome.ts';
import { fieldProblemSchema, problem, problemSchema } from './problem.ts';

const receivedSchema = z
  .object({ id: z.string(), status: z.enum(['created', 'duplicate', 'merged']) })
  .describe('A lead on disk. Sent only after it is.');
const upSchema = z.object({ status: z.literal('ok') }).describe('The process answers.');

/** The components, by the name they have in the document. */
export const apiSchemas = {
  Lead: leadSchema,
  Received: receivedSchema,
  StoredLead: leadJsonSchema,
  Handoff: handoffSchema,
  HistoryLine: historyLineSchema,
  Outcome: outcomeSchema,
  OutcomeRecorded: outcomeRecordedSchema,
  Problem: problemSchema,
  FieldProblem: fieldProblemSchema,
  Up: upSchema,
  Readiness: readinessSchema,
} as const satisfies Record<string, z.ZodType>;
type SchemaName = keyof typeof apiSchemas;

const leadExample = {
  externalId: 'crm-8841',
  name: 'Ada Lovelace',
  email: 'ada@engine.test',
  phone: '+44 20 7946 0000',
  title: 'CTO',
  company: 'Engine Ltd',
  domain: 'engine.test',
  employees: 120,
  industry: 'Manufacturing',
  country: 'GB',
  source: 'google-ads',
  medium: 'cpc',
  campaign: 'q4-webinar',
  action: 'demo_request',
  score: 72,
  message: 'Can it run our looms?',
  url: 'https://engine.test/pricing',
  occurredAt: '2026-11-22T10:00:00Z',
  attributes: { plan: 'team' },
  test: false,
};
const idExample = '019aa8f0-5e00-7000-8000-000000000001';
const errorsExample = [{ path: 'email', message: 'is needed, unless there is a phone or an externalId' }];

/** What each error means here; the same status means the same on every path. */
const problems = {
  400: 'Malformed JSON, or not UTF-8.',
  401: 'No token, or a wrong one.',
  403: 'INTAKE_TOKEN is not set where the bot runs.',
  404: 'Unknown.',
  408: 'The request did not arrive in time.',
  409: 'This outcome cannot follow what was recorded before, or the person was erased.',
  413: 'Over 256 KiB.',
  415: 'Not JSON, or compressed.',
  422: 'Wrong fields, each named in `errors`; or the Idempotency-Key came earlier with another body.',
  429: 'Too fast. Wait for as many seconds as Retry-After says.',
  500: 'A fault of ours; it is logged.',
  503: 'Could not be stored or read now. Send it again after Retry-After.',
} as const;
type ProblemStatus = keyof typeof problems;

const retried: ReadonlySet<number> = new Set([429, 503]);

/** The document, as data fit for JSON. */
export function openApiDocument(): Readonly<Record<string, unknown>> {
  return {
    openapi: '3.1.0',
    info: { title: 'LeadLoop', version: '1.0.0', description: 'Leads in, and what became of them.' },
    servers: [{ url: '/' }],
    paths: {
      '/v1/leads': { post: postLead() },
      '/v1/leads/{id}': { get: getLead() },
      '/v1/leads/{id}/outcome': { post: postOutcome() },
      '/v1/openapi.json': { get: open('openapi', 'This document.', { 200: plainJson('OpenAPI 3.1.', { type: 'object' }) }) },
      '/healthz': { get: open('health', 'Is the process up?', { 200: answer('Up.', 'Up', { status: 'ok' }) }) },
      '/readyz': {
        get: open('readiness', 'Are the database and Slack usable?', {
          200: answer('Both are.', 'Readiness'),
          503: answer('One is not, or the bot is shutting down.', 'Readiness'),
        }),
      },
      '/metrics': {
        get: open('metrics', 'Numbers for Prometheus.', {
          200: { description: 'Text format.', content: { 'text/plain': { schema: { type: 'string' } } } },
          ...failures([500]),
        }),
      },
    },
    components: {
      schemas: componentSchemas(),
      securitySchemes: { intakeToken: { type: 'http', scheme: 'bearer', description: 'The value of INTAKE_TOKEN.' } },
    },
  };
}

function postLead(): object {
  const received = (status: string): object => ({ id: idExample, status });
  return {
    operationId: 'postLead',
    summary: 'Send one lead.',
    description: 'Tested in this order: Idempotency-Key, externalId with source, person. An unknown field is kept under `attributes`.',
    security: [{ intakeToken: [] }],
    parameters: [keyParameter('The same key with equal JSON within 30 days is the same lead.', 'form-7f3a-1')],
    requestBody: { required: true, content: { 'application/json': { schema: ref('Lead'), example: leadExample } } },
    responses: {
      200: {
        description: 'Known already (`duplicate`), or joined to an open handoff of the same person (`merged`).',
        content: {
          'application/json': {
            schema: ref('Received'),
            examples: { duplicate: { value: received('duplicate') }, merged: { value: received('merged') } },
          },
        },
      },
      201: {
        ...answer('Stored; a card will appear.', 'Received', received('created')),
        headers: { Location: { description: 'Where the lead can be read.', schema: { type: 'string' } } },
      },
      ...failures([400, 401, 403, 408, 413, 415, 422, 429, 500, 503]),
    },
  };
}

function getLead(): object {
  return {
    operationId: 'getLead',
    summary: 'A lead, its handoffs and its history.',
    security: [{ intakeToken: [] }],
    parameters: [idParameter],
    responses: { 200: answer('The lead.', 'StoredLead'), ...failures([401, 403, 404, 500, 503]) },
  };
}

function postOutcome(): object {
  const standing = { state: 'won', outcome: 'won', amount: 12_000, currency: 'EUR', occurredAt: '2026-12-20T10:00:00.000Z' };
  const recorded = (status: string): object => ({ id: idExample, status, ...standing });
  return {
    operationId: 'postOutcome',
    summary: 'Say what became of a lead: an opportunity, a deal won or lost.',
    description:
      'About the latest handoff, in any state but `erased`. The same again changes nothing; another amount or currency is a correction.',
    security: [{ intakeToken: [] }],
    parameters: [idParameter, keyParameter('The same key with equal JSON within 30 days is the same outcome.', 'deal-118-won')],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: ref('Outcome'),
          example: { outcome: 'won', amount: 12_000, currency: 'EUR', occurredAt: '2026-12-20T10:00:00Z' },
        },
      },
    },
    responses: {
      200: answer('Recorded already (`unchanged`).', 'OutcomeRecorded', recorded('unchanged')),
      201: {
        description: 'On disk: `recorded`, or `corrected` where the amount or the currency was another one.',
        content: {
          'application/json': {
            schema: ref('OutcomeRecorded'),
            examples: { recorded: { value: recorded('recorded') }, corrected: { value: recorded('corrected') } },
          },
        },
      },
      ...failures([400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 500, 503]),
    },
  };
}

const idParameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The id that POST /v1/leads answered, or `externalId:SOURCE:ID`; a colon within SOURCE is written `%3A`.',
  schema: { type: 'string' },
  examples: { id: { value: idExample }, externalId: { value: 'externalId:google-ads:crm-8841' } },
} as const;

function keyParameter(description: string, example: string): object {
  return {
    name: 'Idempotency-Key',
    in: 'header',
    description,
    schema: { type: 'string', minLength: 1, maxLength: keyMaxLength, pattern: '^[\\x20-\\x7e]+$' },
    example,
  };
}

/** A GET without a token. */
function open(operationId: string, summary: string, responses: object): object {
  return { operationId, summary, security: [], responses };
}

function answer(description: string, name: SchemaName, example?: object): object {
  return plainJson(description, ref(name), example);
}

function plainJson(description: string, schema: object, example?: object): object {
  return { description, content: { 'application/json': { schema, ...(example ? { example } : {}) } } };
}

function failures(statuses: readonly ProblemStatus[]): object {
  return Object.fromEntries(statuses.map((status) => [status, failure(status)]));
}

function failure(status: ProblemStatus): object {
  const description = problems[status];
  const example: unknown = JSON.parse(problem(status, description, status === 422 ? { errors: errorsExample } : {}).body);
  const headers = { 'Retry-After': { description: 'In seconds.', schema: { type: 'integer', minimum: 1 } } };
  return {
    description,
    ...(retried.has(status) ? { headers } : {}),
    content: { 'application/problem+json': { schema: ref('Problem'), example } },
  };
}

function ref(name: SchemaName): object {
  return { $ref: `#/components/schemas/${name}` };
}

function componentSchemas(): object {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(apiSchemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    io: 'input',
    target: 'draft-2020-12',
    override: withoutPatternOfFormat,
  });
  // Inside an OpenAPI document the address and the dialect are the document's own.
  return Object.fromEntries(Object.entries(made.schemas).map(([id, { $id: _id, $schema: _dialect, ...schema }]) => [id, schema]));
}

/** The format says it; the pattern behind it is long and differs with the library. */
function withoutPatternOfFormat({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
}
