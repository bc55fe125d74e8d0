// What became of a deal is recorded: said by a program over HTTP, or by a person in Slack.
import { type OutcomeSaid, decideOutcome } from '../domain/outcome.ts';
import { type LeadState, type OutcomeGiven, latestHandoff, stateOf } from '../domain/lead.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../domain/roles.ts';
import { AlreadyDone } from '../errors.ts';
import type { Identity, LeadRecord } from '../ports.ts';
import { type Decision, type Desk, record } from './record.ts';

export interface OutcomeOrder extends OutcomeSaid {
  /** `api` or a Slack user id. */
  readonly by: string;
  /** The handoff whose button was pressed; absent = the latest. */
  readonly handoffId?: string;
  /** The id of this submission: the same one again changes nothing. */
  readonly requestId?: string;
  readonly idempotency?: { readonly key: string; readonly bodyHash: string };
}

/** How the deal stands afterwards. */
export interface OutcomeStanding {
  readonly status: 'recorded' | 'corrected' | 'unchanged';
  readonly state: LeadState;
  readonly given: OutcomeGiven;
}
export type OutcomeRecorded = OutcomeStanding | { readonly status: 'unknown_lead' } | { readonly status: 'key_reused' };

/** Keys of leads are printable, so that none of them is one of these. */
const keyPrefix = 'outcome\u2192';

/** Records an outcome of a lead's latest handoff. When this resolves, it is on disk. @throws Refusal where it cannot follow what was said before */
export async function recordOutcome(desk: Desk, workspaceId: string, leadId: string, order: OutcomeOrder): Promise<OutcomeRecorded> {
  const identity = order.idempotency ? keyIdentity(order.idempotency) : null;
  const told: { answer: OutcomeRecorded | null } = { answer: null };
  try {
    const lead = await record(desk, workspaceId, {
      load: () => desk.store.lead(workspaceId, leadId),
      async decide(found) {
        const key = identity ? await desk.store.match(workspaceId, identity) : null;
        if (!found) told.answer = { status: 'unknown_lead' };
        else if (key?.by === 'key' && (key.leadId !== leadId || !key.isSameBody)) told.answer = { status: 'key_reused' };
        // Also where an outcome followed meanwhile: this request was done with then.
        else if (key?.by === 'key') told.answer = standing(found, 'unchanged');
        else {
          const { answer: own, decision } = decided(desk, found, order, identity);
          told.answer = own;
          return decision;
        }
        return null;
      },
    });
    const stands = lead ? latestHandoff(lead).outcome : null;
    const said = told.answer;
    if (!said) throw new Error('An outcome ended without an answer');
    return lead && stands && 'state' in said ? { ...said, state: stateOf(lead), given: stands } : said;
  } catch (error) {
    const isReplay = order.requestId !== undefined && (await isDone(desk, workspaceId, order.requestId, error));
    const found = isReplay ? await desk.store.lead(workspaceId, leadId) : null;
    if (!found) throw error;
    return standing(found, 'unchanged');
  }
}

function decided(
  desk: Desk,
  found: LeadRecord,
  order: OutcomeOrder,
  identity: Identity | null,
): { readonly answer: OutcomeRecorded; readonly decision: Decision | null } {
  checkHandoff(found, order.handoffId);
  const step = decideOutcome(found.lead, order, desk.now());
  const common = { by: order.by, ...(identity ? { identity } : {}), ...(order.requestId ? { requestId: order.requestId } : {}) };
  if (step.kind === 'same') {
    const answer: OutcomeRecorded = { status: 'unchanged', state: stateOf(found.lead), given: step.given };
    // A key is remembered also where there was nothing to write.
    return { answer, decision: identity ? { ...common, drafts: [] } : null };
  }
  const { outcome, amount = null, currency = null } = outcomeBody(step.draft.body);
  const given: OutcomeGiven = { outcome, amount, currency, at: step.at, by: order.by };
  return { answer: { status: step.kind, state: outcome, given }, decision: { ...common, drafts: [step.draft], at: () => step.at } };
}

function outcomeBody(body: Decision['drafts'][number]['body']) {
  if (body.type !== 'outcome') throw new Error(`An outcome was decided as ${body.type}`);
  return body;
}

/** May this person say what became of this lead? Asked when the form opens, and once more when it is sent. @throws Refusal */
export function checkOutcomeRole(actor: Actor): void {
  if (actor.roles.includes('sales') || actor.roles.includes('manager')) return;
  throw new Refusal('not_allowed', '“Outcome” is for sales and managers in this workspace. Ask a manager if you should be among them.');
}

/** Is this handoff the lead's latest, and is there somebody to record it of? @throws Refusal */
export function checkHandoff({ lead }: LeadRecord, handoffId: string | undefined): void {
  if (lead.isErased) throw new Refusal('erased', 'This person was erased on request, so nothing more can be recorded here.');
  const latest = latestHandoff(lead);
  if (handoffId === undefined || latest.id === handoffId) return;
  throw new Refusal('older_handoff', 'This lead has a newer card by now. Ask for /lead outcome again.', { seeHandoffId: latest.id });
}

/** How the deal of the latest handoff stands; a lead without one stands as the request found it. */
function standing({ lead }: LeadRecord, status: OutcomeStanding['status']): OutcomeRecorded {
  const { outcome } = latestHandoff(lead);
  const last = outcome ?? lead.handoffs.findLast((handoff) => handoff.outcome !== null)?.outcome;
  return last ? { status, state: stateOf(lead), given: last } : { status: 'unknown_lead' };
}

async function isDone(desk: Desk, workspaceId: string, requestId: string, error: unknown): Promise<boolean> {
  if (error instanceof AlreadyDone) return true;
  return error instanceof Refusal && (await desk.store.wasDone(workspaceId, requestId));
}

function keyIdentity({ key, bodyHash }: { readonly key: string; readonly bodyHash: string }): Identity {
  const idempotency = { key: `${keyPrefix}${key}`, bodyHash };
  return { source: null, externalId: null, emailKey: null, phoneKey: null, isTest: false, idempotency };
}
