// Builders for domain tests: a log in few words.
import type { Draft } from '../../src/domain/decide.ts';
import { evolve, fold } from '../../src/domain/evolve.ts';
import type { EventBody, Lead, LeadEvent } from '../../src/domain/lead.ts';
import type { Actor } from '../../src/domain/roles.ts';

export const noAttribution = { source: 'google-ads', medium: null, campaign: null, action: null, score: null };
export const rep: Actor = { id: 'U0KIM', roles: ['sales'] };
export const otherRep: Actor = { id: 'U0SAM', roles: ['sales'] };
export const marketer: Actor = { id: 'U0MIA', roles: ['marketing'] };
export const manager: Actor = { id: 'U0MAX', roles: ['manager'] };
export const nobody: Actor = { id: 'U0NOBODY', roles: [] };

export const monday = Date.parse('2026-11-23T14:00:00Z');

export function received(handoffId = 'h1', more: Partial<Extract<EventBody, { type: 'received' }>> = {}): Draft {
  return { body: { type: 'received', attribution: noAttribution, isTest: false, isHistory: false, ...more }, handoffId, cycle: 1 };
}

export function happened(body: EventBody, handoffId = 'h1', cycle = 1): Draft {
  return { body, handoffId, cycle };
}

let count = 0;

/** Stamps drafts as the flows do. */
export function stamp(drafts: readonly Draft[], by = 'U0KIM', at = monday): LeadEvent[] {
  return drafts.map((draft) => ({
    ...draft.body,
    id: `e${(count += 1)}`,
    leadId: 'l1',
    handoffId: draft.handoffId,
    cycle: draft.cycle,
    at,
    recordedAt: at,
    by,
  }));
}

/** A lead to which all this happened, by this person. */
export function given(drafts: readonly Draft[], by?: string, at?: number): Lead {
  const lead = fold(stamp(drafts, by, at));
  if (!lead) throw new Error('nothing happened');
  return lead;
}

export function after(lead: Lead, drafts: readonly Draft[], by?: string, at?: number): Lead {
  return stamp(drafts, by, at).reduce((one, event) => evolve(one, event), lead);
}
