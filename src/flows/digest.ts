// The weekly digest: planned once for each week, made of figures and a few leads, told once whatever happens.
import { Temporal } from 'temporal-polyfill';
import { type DigestWeek, earlier, lastDigest, nextDigestAt, spanOfDigest, tooLateMs } from '../domain/digest-week.ts';
import type { DigestFacts, OldestLead } from '../domain/report/digest.ts';
import type { Period } from '../domain/report/week.ts';
import { latestHandoff } from '../domain/lead.ts';
import type { Settings } from '../domain/settings.ts';
import type { Entry } from '../outbox.ts';
import type { Context } from './parcel.ts';
import type { Desk } from './record.ts';
import type { ReportRequest } from './report.ts';

const weeksBefore = 8;
const oldestShown = 5;
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
  if (now - week.dueAt <= tooLateMs && (await isWanted(desk, workspaceId, settings, week))) {
    const key = digestKey(workspaceId, week);
    const about = { week: week.name, from: week.period.from, to: week.period.to, dueAt: String(week.dueAt) };
    if (!(await store.outbox.byKey(workspaceId, key))) {
      const lane = settings.channels.digest;
      await store.outbox.enqueue(workspaceId, [
        { key, kind: 'digest', lane, rank: 1, about },
        { key: `details:${key}`, kind: 'digest_details', lane, rank: 0, after: key, about },
      ]);
    }
  }
  return nextDigestAt(settings, now);
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
  const { from = '', to = '', dueAt = '0' } = entry.about ?? {};
  const now = desk.now();
  if (!settings || (entry.ts === null && now - Number(dueAt) > tooLateMs)) return null;
  const period: Period = { from, to };
  const { timezone } = settings;
  const before = lastDigest(settings, Number(dueAt) - 1);
  const told = await store.outbox.byKey(workspaceId, digestKey(workspaceId, before));
  const asOfThen = told?.ts ? (told.startedAt ?? Number(told.about?.['dueAt'] ?? 0)) : null;
  const firstLeadAt = await store.firstLeadAt(workspaceId);
  const requests: ReportRequest[] = [period, ...periodsBefore(period, firstLeadAt, timezone)].map((one) => ({
    period: one,
    timezone,
    asOf: now,
  }));
  const reports = await reporter.reports(asOfThen === null ? requests : [...requests, { period: before.period, timezone, asOf: asOfThen }]);
  const [week, ...others] = reports;
  if (!week) throw new Error('A digest without its week');
  const [waiting, held] = await Promise.all([
    store.inState(workspaceId, 'new', oldestShown),
    store.inState(workspaceId, 'claimed', oldestShown),
  ]);
  return {
    week,
    before: others.slice(0, requests.length - 1).toReversed(),
    toldBefore: asOfThen === null ? null : (reports.at(-1)?.totals ?? null),
    quotes: await store.quotes(workspaceId, spanOfDigest({ name: '', period, dueAt: 0 }, settings)),
    marketing: week.returns,
    oldest: await oldestOf(
      context,
      workspaceId,
      [...waiting.rows, ...held.rows].toSorted((a, b) => a.openedAt - b.openedAt).slice(0, oldestShown),
    ),
    openCount: waiting.total + held.total,
    skippedWeeks: await skippedBefore(desk, workspaceId, settings, Number(dueAt)),
  };
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
    leads.push({ name: found.profile.name, company: found.profile.company, state, owner, since: openedAt, link });
  }
  return leads;
}

/** Digests that were due between the last one told and this one, and never came. */
async function skippedBefore(desk: Desk, workspaceId: string, settings: Settings, dueAt: number): Promise<number> {
  let week = lastDigest(settings, dueAt - 1);
  for (let count = 0; count < mostSkipped; count += 1) {
    const entry = await desk.store.outbox.byKey(workspaceId, digestKey(workspaceId, week));
    if (entry?.ts || !(await isWanted(desk, workspaceId, settings, week))) return count;
    week = earlier(week, settings);
  }
  return mostSkipped;
}
