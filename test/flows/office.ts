// An office for tests of what happens by itself: the real store in memory, a clock set by hand, cards that stand as soon as they are posted.
import { type Rules, dueStep, nextLookAt } from '../../src/domain/deadline.ts';
import { type EventBody, type Lead, type LeadEvent, latestHandoff } from '../../src/domain/lead.ts';
import { type Settings, settingsSchema } from '../../src/domain/settings.ts';
import { type Run, runDeadlines } from '../../src/flows/deadlines.ts';
import { type Received, receiveLead } from '../../src/flows/leads.ts';
import { type Desk, record } from '../../src/flows/record.ts';
import type { Entry } from '../../src/outbox.ts';
import type { LeadRecord, NewLead, Store } from '../../src/ports.ts';
import { ada } from '../sqlite/sample-leads.ts';
import { memoryStore } from '../world/memory-store.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
/** Monday, 9:00 in New York. */
export const mondayMorning = Date.parse('2026-11-23T14:00:00Z');

export interface Office {
  readonly desk: Desk;
  readonly store: Store;
  readonly workspaceId: string;
  readonly clock: { now: number };
  apply(settings: Partial<Settings>): Promise<void>;
  rules(): Promise<Rules>;
  /** An enquiry by the person of this number. */
  arrives(person: number, more?: Partial<NewLead>): Promise<Received>;
  /** Something that no move writes. */
  happens(leadId: string, body: EventBody, by?: string): Promise<void>;
  /** The card of the latest handoff stands from now on. */
  posts(leadId: string): Promise<void>;
  /** A lead on its card. Returns its id. */
  waits(person: number, more?: Partial<NewLead>): Promise<string>;
  /** Does what is due now, to the end. Returns how many runs it took. */
  look(): Promise<number>;
  lead(leadId: string): Promise<LeadRecord>;
  /** When each lead is looked at again. */
  plans(): Promise<ReadonlyMap<string, number>>;
  log(): Promise<readonly LeadEvent[]>;
  /** What waits to be sent. */
  unsent(): Promise<readonly Entry[]>;
  close(): void;
}

const usual = {
  channels: { leads: 'C0LEADS', marketing: 'C0MKTG' },
  people: { sales: ['S0SALES'], marketing: [], managers: ['U0MAX'] },
};

export async function openOffice(at: number = mondayMorning, settings: Record<string, unknown> = {}): Promise<Office> {
  const clock = { now: at };
  const store = await memoryStore(() => clock.now);
  const { id: workspaceId } = await store.workspace();
  let ids = 0;
  const desk: Desk = { store, now: () => clock.now, newId: () => `id${(ids += 1)}` };
  await store.applySettings(workspaceId, settingsSchema.parse({ ...usual, ...settings }), clock.now, 'U0MAX');

  const found = async (leadId: string): Promise<LeadRecord> => {
    const one = await store.lead(workspaceId, leadId);
    if (!one) throw new Error(`${leadId} is not stored`);
    return one;
  };
  const office: Office = {
    desk,
    store,
    workspaceId,
    clock,
    async apply(more) {
      const { settings: before } = await store.workspace();
      if (!before) throw new Error('no settings');
      await store.applySettings(workspaceId, { ...before, ...more }, clock.now, 'U0MAX');
    },
    async rules() {
      const { settings: now, timetable } = await store.workspace();
      if (!now || !timetable) throw new Error('no settings');
      return { settings: now, timetable };
    },
    arrives: (person, more = {}) => receiveLead(desk, workspaceId, { lead: enquiry(person, more), by: 'api' }),
    async happens(leadId, body, by = 'system') {
      await record(desk, workspaceId, {
        load: () => found(leadId),
        decide(before) {
          if (!before) return null;
          const { id: handoffId, cycle } = latestHandoff(before.lead);
          return { drafts: [{ body, handoffId, cycle }], by };
        },
      });
    },
    posts: (leadId) => office.happens(leadId, { type: 'posted', channel: 'C0LEADS', ts: `${leadId}.1` }),
    async waits(person, more) {
      const answer = await office.arrives(person, more);
      if (answer.status === 'key_reused') throw new Error('a key');
      await office.posts(answer.id);
      return answer.id;
    },
    async look() {
      let runs = 0;
      for (let run: Run | null = null; ; runs += 1) {
        const nextAt = await store.deadlines.nextAt(workspaceId);
        if (!run?.isMore && (nextAt === null || nextAt > clock.now)) return runs;
        if (runs > 1000) throw new Error('Something stays due for ever');
        run = await runDeadlines(desk, workspaceId, run);
      }
    },
    lead: found,
    async plans() {
      const rows = await store.deadlines.due(workspaceId, Number.MAX_SAFE_INTEGER, 100_000);
      return new Map(rows.map(({ leadId, dueAt }) => [leadId, dueAt]));
    },
    async log() {
      const events: LeadEvent[] = [];
      for await (const event of store.events(workspaceId)) events.push(event);
      return events;
    },
    unsent: () => store.outbox.unsent(workspaceId, null, 100_000),
    close: () => store.close(),
  };
  return office;
}

function enquiry(person: number, more: Partial<NewLead>): NewLead {
  return {
    externalId: null,
    profile: { ...ada, name: `Person ${person}` },
    emailKey: `person${person}@engine.test`,
    phoneKey: null,
    source: 'google-ads',
    medium: null,
    campaign: null,
    action: null,
    score: null,
    message: null,
    occurredAt: null,
    isTest: false,
    ...more,
  };
}

export async function allLeads({ store, workspaceId }: Office): Promise<readonly Lead[]> {
  const leads: Lead[] = [];
  for await (const { lead } of store.leads(workspaceId)) leads.push(lead);
  return leads;
}

/** What is wrong with the plans: `[]` when each lead that waits has one, at the right instant, and nothing is overdue. */
export async function faultsIn(office: Office, earlierNows: readonly number[] = []): Promise<readonly string[]> {
  const [plans, rules] = [await office.plans(), await office.rules()];
  const { now } = office.clock;
  const leads = await allLeads(office);
  const unknown = [...plans.keys()].filter((id) => !leads.some((lead) => lead.id === id));
  return [
    ...unknown.map((id) => `${id} is planned and unknown`),
    ...leads.flatMap((lead) => {
      const handoff = latestHandoff(lead);
      const plan = plans.get(lead.id) ?? null;
      // After the clock was set back, a mark that was passed before may lie ahead again.
      const rights = [now, ...earlierNows].map((one) => nextLookAt(lead, rules, one));
      const what = `${lead.id} ${handoff.state}`;
      const isOpen = !lead.isErased && !handoff.isTest && handoff.postedAt !== null && ['new', 'claimed'].includes(handoff.state);
      return [
        ...(rights.includes(plan) ? [] : [`${what} is planned at ${plan}, not at ${rights.join(' or ')} (now ${now})`]),
        ...(isOpen && plan === null ? [`${what} is open and has no plan`] : []),
        ...(dueStep(lead, rules, now) ? [`${what} is overdue`] : []),
      ];
    }),
  ];
}

/** Reminders and stalls that happened twice although nothing began anew. */
export function doublesIn(log: readonly LeadEvent[]): readonly string[] {
  const seen = new Map<string, Set<string>>();
  const doubles: string[] = [];
  for (const event of log) {
    const done = seen.get(event.handoffId) ?? new Set<string>();
    seen.set(event.handoffId, done);
    const what = event.type === 'reminded' ? event.about : event.type === 'stalled' ? 'stalled' : null;
    if (what !== null && done.has(what)) doubles.push(`${what} twice in ${event.handoffId} of ${event.leadId}`);
    if (what !== null) done.add(what);
    if (event.type === 'reopened') done.clear();
    if (event.type === 'returned') for (const again of ['marketing', 'revisit']) done.delete(again);
    if (event.type === 'nurtured') done.delete('revisit');
  }
  return doubles;
}
