// What came of changes: figures before and after, and when they are told to whom.
import { Temporal } from 'temporal-polyfill';
import { type MarketingChange, changeAgeDays, daysOfChange, hearersOf, othersWithin } from '../domain/change.ts';
import type { NewEntry } from '../domain/consequences.ts';
import { type BeforeAfter, beforeAfter } from '../domain/report/before-after.ts';
import type { ChangeResult } from '../domain/report/digest.ts';
import { type Period, spanOf } from '../domain/report/week.ts';
import type { Store, Workspace } from '../ports.ts';
import { changesIn, resultKey } from './changes.ts';
import type { Desk } from './record.ts';
import type { ReportRequest, Reporter } from './report.ts';

/** Later than this nobody waits for it any more. */
const tooLateMs = 14 * 24 * 60 * 60 * 1000;

type Ruled = Workspace & { readonly settings: NonNullable<Workspace['settings']>; readonly timetable: NonNullable<Workspace['timetable']> };

async function ruled(store: Pick<Store, 'workspace'>): Promise<Ruled | null> {
  const workspace = await store.workspace();
  const { settings, timetable } = workspace;
  return settings && timetable ? { ...workspace, settings, timetable } : null;
}

/** The first opening on or after the day on which everything is old enough, epoch milliseconds. */
function dueAtOf(change: MarketingChange, { settings, timetable }: Ruled): number {
  const day = Temporal.PlainDate.from(daysOfChange(change).tellsOn).toZonedDateTime(settings.timezone);
  return timetable.calendar.nextOpening(day.epochMilliseconds);
}

// ---------------------------------------------------------------- figures

/** What can be said now of each of these changes, in their order; figures stay those of the day on which they could be told first. */
export async function resultsOf(
  { desk, reporter }: { readonly desk: Pick<Desk, 'store' | 'now'>; readonly reporter: Reporter },
  changes: readonly MarketingChange[],
  all: readonly MarketingChange[],
  timezone: string,
): Promise<readonly BeforeAfter[]> {
  const now = desk.now();
  const isTold = (change: MarketingChange): boolean => toldFrom(change, timezone) <= now;
  const requests = changes.filter(isTold).flatMap((change) => requestsFor(change, timezone));
  const reports = requests.length === 0 ? [] : await reporter.reports(requests);
  let next = 0;
  return changes.map((change): BeforeAfter => {
    if (!isTold(change)) return { state: 'too_early', tellsOn: daysOfChange(change).tellsOn };
    const [known, earlier, before, after] = reports.slice(next, (next += reportsEach));
    if (!known || !earlier || !before || !after) throw new Error('A change without its reports');
    return beforeAfter({ known, earlier, before, after }, change.reason, othersWithin(change, all).length);
  });
}

const reportsEach = 4;

function requestsFor(change: MarketingChange, timezone: string): readonly ReportRequest[] {
  const { known, earlier, before, after } = daysOfChange(change);
  const asOf = toldFrom(change, timezone);
  const only = { [change.origin.axis]: change.origin.name };
  const at = (period: Period): ReportRequest => ({ period, timezone, asOf, only, atAgeDays: changeAgeDays });
  return [{ period: known, timezone, asOf, only }, at(earlier), at(before), at(after)];
}

function toldFrom(change: MarketingChange, timezone: string): number {
  const { tellsOn } = daysOfChange(change);
  return Temporal.PlainDate.from(tellsOn).toZonedDateTime(timezone).epochMilliseconds;
}

/** The changes whose result fell due in a week, with what came of them, as known then; what was written down or taken back after `asOf` is not known. */
export async function resultsIn(
  context: { readonly desk: Pick<Desk, 'store' | 'now'>; readonly reporter: Reporter },
  workspaceId: string,
  week: Period,
  asOf: number,
): Promise<readonly ChangeResult[]> {
  const { store } = context.desk;
  const rules = await ruled(store);
  if (!rules) return [];
  const { fromAt, toAt } = spanOf(week, rules.settings.timezone);
  const all = await changesIn(store, workspaceId, asOf);
  const due = all.filter((change) => {
    const at = announcedAt(change, rules);
    return change.takenBack === null && at !== null && fromAt <= at && at < toAt;
  });
  const results = await resultsOf(context, due, all, rules.settings.timezone);
  return due.flatMap((change, index) => {
    const result = results[index];
    return result ? [{ change, result }] : [];
  });
}

// ---------------------------------------------------------------- telling

/** When what came of it is told: when it is due, or when it was written down where that was later; `null` where that was too late. */
function announcedAt(change: MarketingChange, rules: Ruled): number | null {
  const dueAt = dueAtOf(change, rules);
  return change.at - dueAt > tooLateMs ? null : Math.max(dueAt, change.at);
}

/** Whether anybody will be told what came of it. */
export async function isResultToCome(store: Pick<Store, 'workspace'>, change: MarketingChange): Promise<boolean> {
  const rules = await ruled(store);
  return rules !== null && announcedAt(change, rules) !== null;
}

/** Puts into the outbox what has fallen due, once for each person. Resolves with when to look again; `null` when nothing is planned. */
export async function planChangeResults(desk: Desk, workspaceId: string): Promise<number | null> {
  const { store } = desk;
  const rules = await ruled(store);
  if (!rules) return null;
  const now = desk.now();
  for (const change of await changesIn(store, workspaceId)) {
    const dueAt = dueAtOf(change, rules);
    if (change.takenBack !== null || dueAt > now || now - dueAt > tooLateMs) continue;
    for (const entry of resultEntries(change, dueAt)) {
      if (!(await store.outbox.byKey(workspaceId, entry.key))) await store.outbox.enqueue(workspaceId, [entry]);
    }
  }
  return changeResultAt(store, workspaceId, now);
}

/** When the next result falls due after `now`, epoch milliseconds; `null` where none is awaited. */
export async function changeResultAt(store: Pick<Store, 'workspace' | 'ledger'>, workspaceId: string, now: number): Promise<number | null> {
  const rules = await ruled(store);
  if (!rules) return null;
  const awaited = (await changesIn(store, workspaceId)).filter(({ takenBack }) => takenBack === null);
  const times = awaited.map((change) => dueAtOf(change, rules)).filter((at) => at > now);
  return times.length === 0 ? null : Math.min(...times);
}

/** Too late to be told now, as an outage lay between? `dueAt` in epoch milliseconds. */
export function isTooLate(dueAt: number, now: number): boolean {
  return now - dueAt > tooLateMs;
}

/** Whoever heard of the change, and whoever recorded it. */
function resultEntries(change: MarketingChange, dueAt: number): readonly NewEntry[] {
  const about = { id: change.id, dueAt: String(dueAt) };
  return [...hearersOf(change), change.by].map((person) => ({
    key: resultKey(change.id, person),
    kind: 'change_result',
    lane: person,
    rank: 0,
    about,
  }));
}
