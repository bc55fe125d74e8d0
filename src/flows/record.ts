// The one way to write: load, decide, commit; on Conflict once more from the start.
import { type Surroundings, consequences } from '../domain/consequences.ts';
import { nextLookAt } from '../domain/deadline.ts';
import { type Draft, type EventText, localDate } from '../domain/decide.ts';
import { evolve } from '../domain/evolve.ts';
import { type Lead, type LeadEvent, latestHandoff } from '../domain/lead.ts';
import type { RouteFacts, Settings } from '../domain/settings.ts';
import { Conflict } from '../errors.ts';
import type { Change, LeadRecord, NewId, Profile, Store } from '../ports.ts';

/** What flows work with. `now` in epoch milliseconds. */
export interface Desk {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: NewId;
}

/** More than one person cannot keep winning for ever; this many lost races in a row is a bug. */
const maxTries = 20;

export interface Decision extends Pick<Change, 'identity' | 'requestId' | 'delivered' | 'profile'> {
  readonly drafts: readonly Draft[];
  readonly by: string;
  /** When it happened; absent = now. */
  readonly at?: (draft: Draft, index: number) => number;
  /** When we learned of it; absent = now. */
  readonly recordedAt?: (draft: Draft, index: number) => number;
  /** Work besides what follows from the events. */
  readonly entries?: Change['entries'];
  /** Tells what follows in another way, such as many things under one message. */
  readonly gather?: (entries: Change['entries']) => Change['entries'];
  readonly isForgotten?: boolean;
}

/** What recording something consists of, apart from the writing. `decide` may be called several times; a Refusal thrown in it goes to the caller. */
export interface Steps {
  readonly load: () => Promise<LeadRecord | null>;
  readonly decide: (record: LeadRecord | null) => Promise<Decision | null> | Decision | null;
}

/** Runs `decide` on the newest state and commits what it says. Returns the lead as committed, or `null` when there was nothing to decide. */
export async function record(desk: Desk, workspaceId: string, { load, decide }: Steps): Promise<Lead | null> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await load();
    const decision = await decide(before);
    if (!decision) return null;
    const change = await changeOf(desk, workspaceId, before, decision);
    try {
      await (decision.isForgotten ? desk.store.forget(workspaceId, change) : desk.store.commit(change));
      return change.lead;
    } catch (error) {
      if (!(error instanceof Conflict) || attempt >= maxTries) throw error;
    }
  }
}

/** The same for many at once, in one transaction: whoever meets a conflict, also with another of these, is recorded alone afterwards. */
export async function recordTogether(desk: Desk, workspaceId: string, many: readonly Steps[]): Promise<readonly (Lead | null)[]> {
  const leads: (Lead | null)[] = [];
  const changes: { readonly index: number; readonly change: Change }[] = [];
  for (const [index, { load, decide }] of many.entries()) {
    const before = await load();
    const decision = await decide(before);
    const change = decision ? await changeOf(desk, workspaceId, before, decision) : null;
    leads[index] = change?.lead ?? null;
    if (change) changes.push({ index, change });
  }
  if (changes.length === 0) return leads;
  const fates = await desk.store.commitAll(changes.map(({ change }) => change));
  for (const [at, { index }] of changes.entries()) {
    const steps = many[index];
    if (fates[at] === 'conflict' && steps) leads[index] = await record(desk, workspaceId, steps);
  }
  return leads;
}

async function changeOf(desk: Desk, workspaceId: string, before: LeadRecord | null, decision: Decision): Promise<Change> {
  const now = desk.now();
  const { settings, settingsVersion, timetable } = await desk.store.workspace();
  const texts = new Map<string, EventText>();
  const leadId = before?.lead.id ?? desk.newId();
  const events = decision.drafts.map((draft, index): LeadEvent => {
    const id = desk.newId();
    if (draft.text) texts.set(id, draft.text);
    return {
      ...draft.body,
      id,
      leadId,
      handoffId: draft.handoffId,
      cycle: draft.cycle,
      at: decision.at?.(draft, index) ?? now,
      recordedAt: decision.recordedAt?.(draft, index) ?? now,
      by: decision.by,
    };
  });
  let lead = before?.lead ?? null;
  for (const event of events) lead = evolve(lead, event);
  if (!lead) throw new Error('A decision without events needs a lead');
  const after = lead;
  const around = surroundings(settings, decision.profile ?? before?.profile, after, now);
  const follow = events.flatMap((event) => consequences(event, after, around));
  const entries = [...(decision.gather?.(follow) ?? follow), ...(decision.entries ?? [])];
  return {
    workspaceId,
    lead: after,
    events,
    texts,
    entries: newestByKey(entries),
    ...(settings && timetable ? { lookAt: nextLookAt(after, { settings, timetable }, now), lookAtBy: settingsVersion } : {}),
    ...(decision.profile ? { profile: decision.profile, ...(before ? { profileBefore: before.profile } : {}) } : {}),
    ...(decision.identity ? { identity: decision.identity } : {}),
    ...(decision.requestId ? { requestId: decision.requestId } : {}),
    ...(decision.delivered ? { delivered: decision.delivered } : {}),
  };
}

/** What the consequences of an event depend on, for a lead as it is now. */
function surroundings(settings: Settings | null, profile: Profile | undefined, lead: Lead, now: number): Surroundings {
  const timezone = settings?.timezone ?? 'UTC';
  return { settings, facts: routeFacts(profile, lead), today: localDate(now, timezone) };
}

/** The fields that routes look at. */
export function routeFacts(profile: Profile | undefined, lead: Lead): RouteFacts {
  const { source, medium, campaign, action } = latestHandoff(lead).attribution;
  return {
    source,
    medium,
    campaign,
    action,
    country: profile?.country,
    industry: profile?.industry,
    company: profile?.company,
    domain: profile?.domain,
  };
}

function newestByKey(entries: Change['entries']): Change['entries'] {
  return [...new Map(entries.map((entry) => [entry.key, entry])).values()];
}
