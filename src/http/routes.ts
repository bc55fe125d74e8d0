// Every route but Slack's, on Hono: what it answers, and what a path answers to a wrong method.
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { Desk } from '../flows/record.ts';
import { Busy } from '../errors.ts';
import type { Log } from '../ports.ts';
import { leadReply } from './api.ts';
import { faultFacts } from '../fault.ts';
import { readinessReply, upReply } from './health.ts';
import type { Health } from './health.ts';
import type { Intake } from './intake.ts';
import type { Metrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import type { OutcomeDoor } from './outcome.ts';
import { notFound, ownFault, unavailable, wrongMethod } from './problem.ts';
import { json, toResponse } from './reply.ts';
import type { Gate } from './token.ts';

export interface RoutesOptions {
  readonly desk: Desk;
  readonly workspaceId: string;
  readonly gate: Gate;
  readonly intake: Intake;
  readonly outcome: OutcomeDoor;
  readonly health: () => Promise<Health>;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly isStopping: () => boolean;
}

export type Routes = Hono<{ Bindings: HttpBindings }>;

const busy = unavailable(1, 'The database is busy. Ask again in a second.');
const getOnly = always(wrongMethod('GET, HEAD'));

export function createRoutes(options: RoutesOptions): Routes {
  const { desk, workspaceId, gate, intake, outcome, metrics, log } = options;
  const app: Routes = new Hono();

  // On the raw streams: how much of a body is read, and what happens to the rest of it, must be decided here and not by an adapter.
  // Measured: Hono's part is about ten microseconds a request, little beside the commit to disk.
  app.post('/v1/leads', async ({ env }) => {
    await intake(env.incoming, env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  app.all('/v1/leads', always(wrongMethod('POST')));

  app.get('/v1/leads/:id', async ({ env }) => {
    const closed = gate(env.incoming.headers.authorization);
    return toResponse(closed ?? (await leadReply(desk.store, workspaceId, segmentFromEnd(env.incoming.url, 1))));
  });
  app.all('/v1/leads/:id', getOnly);

  app.post('/v1/leads/:id/outcome', async ({ env }) => {
    await outcome(env.incoming, env.outgoing, segmentFromEnd(env.incoming.url, 2));
    return RESPONSE_ALREADY_SENT;
  });
  app.all('/v1/leads/:id/outcome', always(wrongMethod('POST')));

  const document = json(200, openApiDocument());
  app.get('/v1/openapi.json', always(document));
  app.all('/v1/openapi.json', getOnly);

  app.get('/healthz', always(upReply));
  app.all('/healthz', getOnly);

  app.get('/readyz', async () => toResponse(readinessReply(await healthOf(options), options.isStopping())));
  app.all('/readyz', getOnly);

  app.get('/metrics', async () => new Response(await metrics.text(), { headers: { 'content-type': metrics.contentType } }));
  app.all('/metrics', getOnly);

  app.notFound(always(notFound));
  app.onError((error) => {
    if (error instanceof Busy) return toResponse(busy);
    log.error(faultFacts(error), 'A request could not be answered.');
    return toResponse(ownFault);
  });
  return app;
}

function always(reply: Parameters<typeof toResponse>[0]): () => Response {
  return () => toResponse(reply);
}

/** A part of the address between slashes, the last one being 1, as it was written: decoding comes later, piece by piece. */
function segmentFromEnd(url = '', nth: number): string {
  return (url.split('?', 1)[0] ?? '').split('/').at(-nth) ?? '';
}

async function healthOf({ health, log, now }: RoutesOptions): Promise<Health> {
  try {
    return await health();
  } catch (error) {
    log.error(faultFacts(error), 'The state of the bot could not be found out.');
    const sentence = 'Its state could not be found out; the log says why.';
    return { database: { ok: false, sentence }, slack: { ok: false, state: 'unknown', since: now(), sentence }, outbox: null };
  }
}
