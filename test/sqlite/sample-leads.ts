// Leads for the store's tests: changes as flows would make them, without the flows.
import type { NewEntry } from '../../src/domain/consequences.ts';
import type { EventText } from '../../src/domain/decide.ts';
import { evolve } from '../../src/domain/evolve.ts';
import { type EventBody, type Lead, type LeadEvent, latestHandoff } from '../../src/domain/lead.ts';
import type { Change, Identity, Profile, Store } from '../../src/ports.ts';

export const someTime = Date.UTC(2026, 10, 23, 9);

export const attribution = { source: 'google-ads', medium: 'cpc', campaign: null, action: 'demo_request', score: null };

export const ada: Profile = {
  name: 'Ada Lovelace',
  email: 'ada@engine.test',
  phone: '+44 20 7946 0000',
  title: 'CTO',
  company: 'Engine Ltd',
  domain: 'engine.test',
  employees: 120,
  industry: null,
  country: 'GB',
  url: null,
  attributes: { plan: 'team' },
  isEmailValid: true,
  isPhoneValid: true,
};

export const nobody: Identity = { source: null, externalId: null, emailKey: null, phoneKey: null, isTest: false, idempotency: null };

export interface Extra {
  readonly by?: string;
  readonly at?: number;
  readonly texts?: EventText;
  readonly profile?: Profile;
  readonly identity?: Partial<Identity>;
  readonly entries?: readonly NewEntry[];
  readonly requestId?: string;
  readonly delivered?: Change['delivered'];
}

/** The change that stores a new lead `id` with the handoff `<id>.1`. */
export function received(workspaceId: string, id: string, extra: Extra & { isTest?: boolean; isHistory?: boolean } = {}): Change {
  const body = { type: 'received', attribution, isTest: extra.isTest ?? false, isHistory: extra.isHistory ?? false } as const;
  return change(workspaceId, null, id, [body], { profile: ada, ...extra });
}

/** The change that appends events to a lead's latest handoff; `resubmitted` opens the next one. */
export function appended(workspaceId: string, lead: Lead, bodies: readonly EventBody[], extra: Extra = {}): Change {
  return change(workspaceId, lead, lead.id, bodies, extra);
}

function change(workspaceId: string, before: Lead | null, leadId: string, bodies: readonly EventBody[], extra: Extra): Change {
  let lead = before;
  const events: LeadEvent[] = [];
  for (const body of bodies) {
    const latest = lead ? latestHandoff(lead) : null;
    const isOpening = latest === null || body.type === 'resubmitted';
    const cycle = (latest?.cycle ?? 0) + (isOpening ? 1 : 0);
    const at = extra.at ?? someTime + (lead?.version ?? 0) * 1000;
    const stamp = { id: `${leadId}-${(lead?.version ?? 0) + 1}`, leadId, handoffId: `${leadId}.${cycle}`, cycle, at, recordedAt: at };
    const event: LeadEvent = { ...body, ...stamp, by: extra.by ?? 'api' };
    events.push(event);
    lead = evolve(lead, event);
  }
  if (!lead) throw new Error('A change of a new lead needs an event');
  const first = events[0];
  return {
    workspaceId,
    lead,
    events,
    entries: extra.entries ?? [],
    ...(extra.texts && first ? { texts: new Map([[first.id, extra.texts]]) } : {}),
    ...(extra.profile ? { profile: extra.profile } : {}),
    ...(extra.identity ? { identity: { ...nobody, ...extra.identity } } : {}),
    ...(extra.requestId === undefined ? {} : { requestId: extra.requestId }),
    ...(extra.delivered ? { delivered: extra.delivered } : {}),
  };
}

export function cardOf(leadId: string, more: Partial<NewEntry> = {}): NewEntry {
  return { key: `card:${leadId}.1`, kind: 'card', lane: 'C0LEADS', rank: 1, leadId, handoffId: `${leadId}.1`, ...more };
}

export function lineOf(leadId: string, eventId: string, more: Partial<NewEntry> = {}): NewEntry {
  const after = `card:${leadId}.1`;
  return { key: `line:${eventId}`, kind: 'line', lane: 'C0LEADS', rank: 0, leadId, handoffId: `${leadId}.1`, eventId, after, ...more };
}

export async function storedLead(store: Store, workspaceId: string, leadId: string): Promise<Lead> {
  const record = await store.lead(workspaceId, leadId);
  if (!record) throw new Error(`${leadId} is not stored`);
  return record.lead;
}

export async function collected<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}
