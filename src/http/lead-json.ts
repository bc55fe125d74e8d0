// A stored lead as JSON: what GET /v1/leads/{id} answers and exports print.
import { latestHandoff, stateOf } from '../domain/lead.ts';
import type { Handoff, Lead, LeadState } from '../domain/lead.ts';
import type { EventText } from '../domain/decide.ts';
import type { LeadRecord, StoredEvent } from '../ports.ts';
import type { HandoffJson, HistoryLineJson, LeadJson } from './lead-json-schema.ts';

const noWords: EventText = {};
const afterReturn: ReadonlySet<LeadState> = new Set(['returned', 'nurturing', 'archived', 'erased']);

/** The lead's fields flat, its state, its handoffs and its history, both oldest first. Nothing personal once erased. */
export function leadJson({ lead, profile, events, texts, externalIds }: LeadRecord): LeadJson {
  const state = stateOf(lead);
  const handoffs = lead.handoffs.map(handoffJson);
  if (state === 'erased') {
    return { id: lead.id, state, owner: null, handoffs, history: events.map((event) => historyLine(event, noWords)) };
  }
  const latest = latestHandoff(lead);
  const { name, email, phone, title, company, domain, employees, industry, country, url, attributes } = profile;
  // Names are kept with their source in lower case, the source itself as it was written.
  const source = (latest.attribution.source ?? '').trim().toLowerCase();
  const ownId = externalIds.find((known) => known.source.toLowerCase() === source) ?? externalIds[0];
  return {
    id: lead.id,
    state,
    owner: latest.owner,
    externalId: ownId?.externalId ?? null,
    name,
    email,
    phone,
    title,
    company,
    domain,
    employees,
    industry,
    country,
    ...latest.attribution,
    message: messageOf(lead, latest, texts),
    url,
    occurredAt: iso(latest.openedAt),
    attributes,
    test: latest.isTest,
    handoffs,
    history: events.map((event) => historyLine(event, texts.get(event.id) ?? noWords)),
  };
}

/** What the person wrote: with the latest handoff, or with an enquiry that joined it; else the last thing before. */
function messageOf(lead: Lead, latest: Handoff, texts: LeadRecord['texts']): string | null {
  const message = (eventId: string): string | undefined => texts.get(eventId)?.message;
  const said = [latest.openedEventId, ...latest.activities].map(message).find((words) => words !== undefined);
  const earlier = lead.handoffs.flatMap((handoff) => [handoff.openedEventId, ...handoff.activities]);
  return said ?? earlier.map(message).findLast((words) => words !== undefined) ?? null;
}

function handoffJson(handoff: Handoff): HandoffJson {
  return {
    cycle: handoff.cycle,
    state: handoff.state,
    openedAt: iso(handoff.openedAt),
    source: handoff.attribution.source,
    verdict: handoff.verdict?.verdict ?? null,
    reason: handoff.verdict ? handoff.verdict.reason : returnReason(handoff),
  };
}

/** A return stays known after the lead was taken back, but it is a reason only while the lead is where it led. */
function returnReason({ state, returned }: Handoff): HandoffJson['reason'] {
  return returned && afterReturn.has(state) ? returned.reason : null;
}

function historyLine(event: StoredEvent, words: EventText): HistoryLineJson {
  const { seq, by, cycle } = event;
  const line = { seq, at: iso(event.at), recordedAt: iso(event.recordedAt), by, cycle };
  const { message = null, note = null, whatChanged = null, verdictBy } = words;
  switch (event.type) {
    case 'received':
      return { ...line, type: event.type, ...event.attribution, message, test: event.isTest };
    case 'resubmitted':
      return { ...line, type: event.type, ...event.attribution, whatChanged };
    case 'activity':
      return { ...line, type: event.type, ...event.attribution, message };
    case 'posted':
      return { ...line, type: event.type, channel: event.channel, ts: event.ts };
    case 'claimed':
      return { ...line, type: event.type, ...(event.owner ? { owner: event.owner } : {}) };
    case 'released':
      return { ...line, type: event.type, ...(event.why ? { why: event.why } : {}), ...(event.until ? { until: event.until } : {}) };
    case 'reminded':
      return { ...line, type: event.type, about: event.about, ...(event.to ? { to: event.to } : {}) };
    case 'nurtured':
      return { ...line, type: event.type, tactic: words.tactic ?? null, revisitOn: event.revisitOn ?? null };
    case 'attempted':
    case 'stalled':
    case 'archived':
    case 'erased':
      return { ...line, type: event.type };
    case 'judged': {
      const { type, verdict, reason, notBefore = null, sendTo, definition, failed, unmet } = event;
      const { question } = words;
      return {
        ...line,
        type,
        verdict,
        reason,
        note,
        notBefore,
        ...(sendTo ? { sendTo } : {}),
        ...(question ? { question } : {}),
        ...(definition === undefined ? {} : { definition }),
        ...(failed === undefined ? {} : { failed }),
        ...(unmet === undefined ? {} : { unmet }),
        ...(verdictBy ? { verdictBy } : {}),
      };
    }
    case 'reopened':
    case 'noted':
      return { ...line, type: event.type, note };
    case 'returned': {
      const { type, reason, cause, notBefore = null } = event;
      return { ...line, type, reason, note, cause, notBefore };
    }
    case 'outcome': {
      const { type, outcome, amount = null, currency = null } = event;
      return { ...line, type, outcome, amount, currency };
    }
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
