// Is it up, and is it of use? Facts come from outside; this page only says them in JSON.
import { z } from 'zod';
import type { OutboxCounts } from '../outbox.ts';
import { json } from './reply.ts';
import type { Reply } from './reply.ts';

/** The facts. Sentences are ours: what is the matter and what mends it. */
export interface Health {
  readonly database: { readonly ok: boolean; readonly sentence: string };
  /** `since` in epoch milliseconds: when this state began. */
  readonly slack: { readonly ok: boolean; readonly state: string; readonly since: number; readonly sentence: string };
  /** `null` when the database does not tell. Waiting messages do not make the bot unready: they are why it must run on. */
  readonly outbox: OutboxCounts | null;
}

const part = { ok: z.boolean(), sentence: z.string() };

export const readinessSchema = z
  .object({
    status: z.enum(['ok', 'unavailable', 'stopping']),
    parts: z.object({
      database: z.object(part),
      slack: z.object({ ...part, state: z.string(), since: z.iso.datetime() }),
      outbox: z.object({
        ok: z.boolean(),
        unfinished: z.int().nullable().describe('Messages on their way.'),
        dead: z.int().nullable().describe('Messages given up.'),
        oldestDueAt: z.iso.datetime().nullable(),
      }),
    }),
  })
  .describe('Whether the bot can do its work, part by part.');

const unfinished = ['pending', 'sending', 'retry', 'ambiguous'] as const;

export const upReply: Reply = json(200, { status: 'ok' });

/** 200 when the database and Slack are usable, else 503. */
export function readinessReply({ database, slack, outbox }: Health, isStopping: boolean): Reply {
  const isReady = database.ok && slack.ok && !isStopping;
  const answer: z.infer<typeof readinessSchema> = {
    status: isStopping ? 'stopping' : isReady ? 'ok' : 'unavailable',
    parts: {
      database: { ok: database.ok, sentence: database.sentence },
      slack: { ok: slack.ok, state: slack.state, since: iso(slack.since), sentence: slack.sentence },
      outbox: {
        ok: outbox !== null,
        unfinished: outbox && unfinished.reduce((sum, state) => sum + outbox.byState[state], 0),
        dead: outbox && outbox.byState.dead,
        oldestDueAt: isoOrNull(outbox?.oldestDueAt ?? null),
      },
    },
  };
  return json(isReady ? 200 : 503, answer, { 'cache-control': 'no-store', ...(isReady ? {} : { 'retry-after': '5' }) });
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
