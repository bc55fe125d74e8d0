// A lead as the API and exports show it: the shape, for the types and for the OpenAPI document.
import { z } from 'zod';
import { leadStates } from '../domain/lead.ts';
import { reasonCodes } from '../domain/reasons.ts';

const instant = z.iso.datetime();
const text = z.string().nullable();
const reason = z.enum(reasonCodes).nullable();
const verdict = z.enum(['qualified', 'unqualified']).nullable();
const localDate = z.string().nullable().describe('A local date, `YYYY-MM-DD`.');

export const handoffSchema = z
  .object({
    cycle: z.int().describe('1 for the first time that the lead was put before sales.'),
    state: z.enum(leadStates),
    openedAt: instant,
    source: text,
    verdict: verdict.describe('The verdict in force.'),
    reason: reason.describe('Of the verdict in force; where there is none and the lead was returned, of the return.'),
  })
  .describe('One time that the lead was put before sales.');

/** What every line of the history has. */
const line = {
  seq: z.int(),
  at: instant.describe('When it happened.'),
  recordedAt: instant.describe('When we learned of it.'),
  by: z.string().describe('A Slack user id, `system` or `api`.'),
  cycle: z.int().describe('The handoff that it belongs to.'),
};
const origin = { source: text, medium: text, campaign: text, action: text, score: z.number().nullable() };

export const historyLineSchema = z
  .discriminatedUnion('type', [
    z.object({ ...line, type: z.literal('received'), ...origin, message: text, test: z.boolean() }),
    z.object({ ...line, type: z.literal('resubmitted'), ...origin, whatChanged: text }),
    z.object({ ...line, type: z.literal('activity'), ...origin, message: text }),
    z.object({ ...line, type: z.literal('posted'), channel: z.string(), ts: z.string() }),
    z.object({ ...line, type: z.enum(['attempted', 'stalled', 'archived', 'erased']) }),
    z.object({
      ...line,
      type: z.literal('claimed'),
      owner: z.string().optional().describe('Slack user id of whom a manager assigned it to.'),
    }),
    z.object({
      ...line,
      type: z.literal('released'),
      why: z.enum(['away', 'gone']).optional().describe('Its owner is away, or is no longer in the workspace.'),
      until: z.string().optional().describe('A local date, `YYYY-MM-DD`.'),
    }),
    z.object({
      ...line,
      type: z.literal('reminded'),
      about: z.enum(['claim', 'verdict', 'marketing', 'revisit']).describe('What had not happened in its time.'),
      to: z.string().optional().describe('Slack user id, where one person was told.'),
    }),
    z.object({ ...line, type: z.literal('nurtured'), tactic: text, revisitOn: localDate }),
    z.object({
      ...line,
      type: z.literal('judged'),
      verdict: verdict.unwrap(),
      reason,
      note: text,
      notBefore: localDate,
      sendTo: z.string().optional().describe('Slack user id of who should have it.'),
      question: z.string().optional().describe('What the person asked.'),
      definition: z.int().optional().describe('The version of the definition that it was given under.'),
      failed: z.string().optional().describe('Id of the criterion of that version that failed.'),
      unmet: z.array(z.string()).readonly().optional().describe('Ids of its criteria that the lead’s data did not meet then.'),
      verdictBy: z.string().optional().describe('Who judged, in imported history.'),
    }),
    z.object({ ...line, type: z.enum(['reopened', 'noted']), note: text }),
    z.object({
      ...line,
      type: z.literal('returned'),
      reason,
      note: text,
      cause: z.enum(['person', 'stalled', 'revisit']),
      notBefore: localDate,
    }),
    z.object({
      ...line,
      type: z.literal('outcome'),
      outcome: z.enum(['opportunity', 'won', 'lost']),
      amount: z.number().nullable(),
      currency: text,
    }),
  ])
  .describe('What happened, oldest first. Never changed, only added to.');

const knownLead = z
  .object({
    id: z.string(),
    state: z.enum(leadStates).exclude(['erased']),
    owner: text.describe('Slack user id of who has it.'),
    externalId: text,
    name: text,
    email: text,
    phone: text,
    title: text,
    company: text,
    domain: text,
    employees: z.number().nullable(),
    industry: text,
    country: text,
    ...origin,
    message: text,
    url: text,
    occurredAt: instant,
    attributes: z.record(z.string(), z.unknown()),
    test: z.boolean(),
    handoffs: z.array(handoffSchema),
    history: z.array(historyLineSchema),
  })
  .describe('A lead with its latest handoff’s origin, and all that happened to it.');

const erasedLead = z
  .object({
    id: z.string(),
    state: z.literal('erased'),
    owner: z.null(),
    handoffs: z.array(handoffSchema),
    history: z.array(historyLineSchema),
  })
  .describe('What is left of a lead after its person was forgotten: codes and times.');

export const leadJsonSchema = z.discriminatedUnion('state', [knownLead, erasedLead]).describe('A lead as stored.');

export type LeadJson = z.infer<typeof leadJsonSchema>;
export type HandoffJson = z.infer<typeof handoffSchema>;
export type HistoryLineJson = z.infer<typeof historyLineSchema>;
