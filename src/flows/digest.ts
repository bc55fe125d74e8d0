// The weekly digest: planned once for each week, made of figures and a few leads, told once whatever happens.
import { Temporal } from 'temporal-polyfill';
import { type DigestWeek, earlier, lastDigest, later, nextDigestAt, spanOfDigest, tooLateMs } from '../domain/digest-week.ts';
import type { Broken } from '../domain/report/clauses.ts';
import type { BrokenLead, DigestFacts, OldestLead } from '../domain/report/digest.ts';
import type { Period } from '../domain/report/week.ts';
import { handoffOf, latestHandoff } from '../domain/lead.ts';
import { quarterOfWeek } from '../domain/targets/quarter.ts';
import type { Settings } from '../domain/settings.ts';
import type { Entry } from '../outbox.ts';
import type { Store } from '../ports.ts';
import { resultsIn } from './change-results.ts';
import { type Context, hasNamed } from './parcel.ts';
import { weekEntry } from './questions-week.ts';
import type { Desk } from './record.ts';
import type { ReportRequest } from './report.ts';
import { planSheet } from './targets.ts';
import { viewsFrom, viewsRequests } from './views.ts';

const weeksBefore = 8;
const oldestShown = 3;
/** Further back nobody counts what was left out. */
const mostSkipped = 52;

function digestKey(workspaceId: string, week: DigestWeek): string {
  return `digest:${workspaceId}:${week.name}`;
}

/** Puts the digest that is due into the outbox, once for each week. Resolves with when to look again; `null` before the first settings. */
export async function planDigest(desk: Desk, workspaceId: string): Promise<number | null> {
  const { store } = desk;
  const { settings } = await store.workspace();
  if (!settings) return null;
  const now = desk.now();
  const week = lastDigest(settings, now);
  const next = later(week, settings);
  // Another day or zone in the settings can make an old week due once more: after the week behind it nobody asks for that.
  const isPassed = (await store.outbox.byKey(workspaceId, digestKey(workspaceId, next))) !== null;
  // A week that another day or zone made due long ago became due with that change.
  const dueAt = Math.max(week.dueAt, await ruledSince(desk, workspaceId));
  if (!isPassed && now - dueAt <= tooLateMs && (await isWanted(desk, workspaceId, settings, week))) {
    const key = digestKey(workspaceId, week);
    const about = { week: week.name, from: week.period.from, to: week.period.to, dueAt: String(dueAt) };
    if (!(await store.outbox.byKey(workspaceId, key))) {
      const lane = settings.channels.digest;
      await store.outbox.enqueue(workspaceId, [
        { key, kind: 'digest', lane, rank: 1, about },
        { key: `details:${key}`, kind: 'digest_details', lane, rank: 0, after: key, about },
        weekEntry(workspaceId, week, about, settings),
      ]);
    }
  }
  return next.dueAt;
}

/** When the next one falls due; `null` before the first settings. */
export async function nextDigest(store: Store, _workspaceId: string, now: number): Promise<number | null> {
  const { settings } = await store.workspace();
  return settings ? nextDigestAt(settings, now) : null;
}

/** Since when digests come on their day and at their time; 0 when that was never changed. */
async function ruledSince(desk: Desk, workspaceId: string): Promise<number> {
  const versions = await desk.store.settingsVersions(workspaceId);
  const rule = (index: number): string => JSON.stringify([versions[index]?.settings.timezone, versions[index]?.settings.digest]);
  const last = versions.findLastIndex((_version, index) => index > 0 && rule(index) !== rule(index - 1));
  return versions[last]?.at ?? 0;
}

/** None for a week that ended before the first lead, or before anybody set anything up. */
async function isWanted(desk: Desk, workspaceId: string, settings: Settings, week: DigestWeek): Promise<boolean> {
  const { toAt } = spanOfDigest(week, settings);
  const [firstLeadAt, [firstVersion]] = await Promise.all([desk.store.firstLeadAt(workspaceId), desk.store.settingsVersions(workspaceId)]);
  return firstLeadAt !== null && firstLeadAt < toAt && firstVersion !== undefined && firstVersion.at < toAt;
}

/** Everything that a digest tells, as known now; `null` when it would come too late. @throws with a sentence when the figures cannot be made */
export async function digestFacts(context: Context, entry: Entry): Promise<DigestFacts | null> {
  const { desk, reporter } = context;
  const { store } = desk;
  const { workspaceId } = entry;
  const { settings } = await store.workspace();
  const { week: name = '', from = '', to = '', dueAt = '0' } = entry.about ?? {};
  // One that stands is only ever told again because somebody was forgotten: its figures stay those of its day.
  const standsSince = entry.ts === null ? null : Math.floor(Number(entry.ts) * 1_000);
  const now = standsSince ?? desk.now();
  if (!settings || (standsSince === null && now - Number(dueAt) > tooLateMs)) return null;
  const period: Period = { from, to };
  const { timezone } = settings;
  const before = earlier({ name, period, dueAt: Number(dueAt) }, settings);
  const told = await store.outbox.byKey(workspaceId, digestKey(workspaceId, before));
  // What was known when it was posted, which can be days after it was due: Slack names a message by that time, in seconds.
  const asOfThen = told?.ts ? Math.floor(Number(told.ts) * 1_000) : null;
  const firstLeadAt = await store.firstLeadAt(workspaceId);
  const requests: ReportRequest[] = [period, ...periodsBefore(period, firstLeadAt, timezone)].map((one) => ({
    period: one,
    timezone,
    asOf: now,
  }));
  const sameAge = requests.slice(1).map((request, index) => ({ ...request, asOf: weeksEarlier(now, index + 1, timezone) }));
  const toldThen = asOfThen === null ? [] : [{ period: before.period, timezone, asOf: asOfThen }];
  const plan = await planSheet(store, workspaceId, { quarter: quarterOfWeek(period.from), timezone, until: period.to, asOf: now });
  const forViews = viewsRequests({ to: period.to, timezone, asOf: now });
  // All in one order: the log is read once.
  const orders = [requests, sameAge, toldThen, plan.request ? [plan.request] : [], forViews];
  const reports = await reporter.reports(orders.flat());
  let made = 0;
  const [weeks = [], weeksAtAge = [], weekThen = [], quarter = [], months = []] = orders.map(({ length }) =>
    reports.slice(made, (made += length)),
  );
  const [week, ...others] = weeks;
  if (!week) throw new Error('A digest without its week');
  const open = standsSince === null ? await openLeads(context, workspaceId) : { oldest: [], openCount: 0 };
  const changes = await resultsIn(context, workspaceId, period, now);
  const facts: DigestFacts = {
    week,
    before: others.toReversed(),
    sameAge: weeksAtAge.toReversed(),
    toldBefore: weekThen[0]?.totals ?? null,
    quotes: await store.quotes(workspaceId, spanOfDigest({ name: '', period, dueAt: 0 }, settings)),
    marketing: week.returns,
    ...(changes.length > 0 ? { changes } : {}),
    views: viewsFrom(months),
    broken: await brokenOf(context, workspaceId, week.broken?.leads ?? []),
    ...open,
    ...(plan.hasTargets ? { targets: plan.sheet(quarter[0] ?? null) } : {}),
    skippedWeeks: await skippedSince(desk, workspaceId, settings, before),
  };
  const named = [...facts.oldest, ...facts.broken, ...facts.quotes].map(({ leadId }) => leadId);
  return (await hasNamed(context, entry, named)) ? facts : digestFacts(context, entry);
}

/** Leads that are open now, and those of them that have waited longest. */
async function openLeads(context: Context, workspaceId: string): Promise<Pick<DigestFacts, 'oldest' | 'openCount'>> {
  const { store } = context.desk;
  const waiting = await store.inState(workspaceId, 'new', oldestShown);
  const held = await store.inState(workspaceId, 'claimed', oldestShown);
  const longest = [...waiting.rows, ...held.rows].toSorted((a, b) => a.openedAt - b.openedAt).slice(0, oldestShown);
  return { oldest: await oldestOf(context, workspaceId, longest), openCount: waiting.total + held.total };
}

/** The weeks before, newest first; none from before the first lead. */
function periodsBefore(period: Period, firstLeadAt: number | null, timezone: string): readonly Period[] {
  const weeks: Period[] = [];
  let { from } = period;
  for (let count = 0; count < weeksBefore; count += 1) {
    const earlierFrom = Temporal.PlainDate.from(from).subtract({ weeks: 1 }).toString();
    const endsAt = Temporal.PlainDate.from(from).toZonedDateTime(timezone).epochMilliseconds;
    if (firstLeadAt === null || endsAt <= firstLeadAt) break;
    weeks.push({ from: earlierFrom, to: from });
    from = earlierFrom;
  }
  return weeks;
}

/** The same time of day so many weeks before: when an earlier week was as old as this one is now. */
function weeksEarlier(at: number, weeks: number, timezone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).subtract({ weeks }).epochMilliseconds;
}

async function oldestOf(
  context: Context,
  workspaceId: string,
  rows: readonly { readonly leadId: string }[],
): Promise<readonly OldestLead[]> {
  const leads: OldestLead[] = [];
  for (const { leadId } of rows) {
    const found = await context.desk.store.lead(workspaceId, leadId);
    if (!found) continue;
    const { state, owner, openedAt, channel, ts } = latestHandoff(found.lead);
    if (state !== 'new' && state !== 'claimed') continue;
    const link = channel && ts ? await context.messenger.link({ channel, ts }) : null;
    leads.push({ leadId, name: found.profile.name, company: found.profile.company, state, owner, since: openedAt, link });
  }
  return leads;
}

/** By name, as known now: nobody names who was erased. */
async function brokenOf(context: Context, workspaceId: string, leads: Broken['leads']): Promise<readonly BrokenLead[]> {
  const found: BrokenLead[] = [];
  for (const { leadId, handoffId, words } of leads) {
    const known = await context.desk.store.lead(workspaceId, leadId);
    const handoff = known && !known.lead.isErased ? handoffOf(known.lead, handoffId) : undefined;
    if (!known || !handoff) continue;
    const { channel, ts } = handoff;
    const link = channel && ts ? await context.messenger.link({ channel, ts }) : null;
    found.push({ leadId, name: known.profile.name, company: known.profile.company, words, link });
  }
  return found;
}

/** Digests that were due and never came, from this one back to the last one told. One in doubt or refused was told to the managers. */
async function skippedSince(desk: Desk, workspaceId: string, settings: Settings, newest: DigestWeek): Promise<number> {
  let week = newest;
  for (let count = 0; count < mostSkipped; count += 1) {
    const entry = await desk.store.outbox.byKey(workspaceId, digestKey(workspaceId, week));
    if (entry?.ts || entry?.state === 'dead' || !(await isWanted(desk, workspaceId, settings, week))) return count;
    week = earlier(week, settings);
  }
  return mostSkipped;
}
