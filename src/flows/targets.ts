// Shared targets, read from the book and written into it, and beside them what the report says was reached.
import { localDate } from '../domain/decide.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../domain/roles.ts';
import { createReportHours } from '../domain/report/hours.ts';
import type { Report } from '../domain/report/metrics.ts';
import { quarterDays } from '../domain/targets/days.ts';
import { quarterPeriod } from '../domain/targets/quarter.ts';
import { type TargetSheet, targetSheet } from '../domain/targets/sheet.ts';
import {
  type Aim,
  type OwnerRoles,
  type Target,
  type TargetFault,
  type TargetName,
  foldTargets,
  targetFaults,
  targetSubject,
} from '../domain/targets/target.ts';
import { targetLabel } from '../domain/targets/words.ts';
import type { Store } from '../ports.ts';
import { writeLine } from './book.ts';
import type { Desk } from './record.ts';
import type { ReportRequest } from './report.ts';

type Books = Pick<Store, 'ledger' | 'settingsVersions'>;

// ---------------------------------------------------------------- reading

/** The targets that stand, of every quarter; as known at `asOf` (epoch milliseconds). */
export async function targetsOf(store: Pick<Store, 'ledger'>, workspaceId: string, asOf: number): Promise<readonly Target[]> {
  const lines = await store.ledger.read(workspaceId, 'target');
  return foldTargets(lines.filter(({ at }) => at <= asOf));
}

export interface SheetQuestion {
  /** `2026-Q4`. */
  readonly quarter: string;
  /** IANA zone. */
  readonly timezone: string;
  /** The first local date that does not count yet: figures are of complete days. */
  readonly until: string;
  /** Epoch milliseconds. */
  readonly asOf: number;
}

/** A sheet that waits for its figures. */
export interface SheetPlan {
  readonly hasTargets: boolean;
  /** What to ask the reporter for; `null` where no day of the quarter is over, or there is no target. */
  readonly request: ReportRequest | null;
  sheet(report: Report | null): TargetSheet;
}

/** Several reports are made in one pass over the log, so whoever wants a sheet asks for its report among their own. */
export async function planSheet(store: Books, workspaceId: string, question: SheetQuestion): Promise<SheetPlan> {
  const { quarter, timezone, until, asOf } = question;
  const targets = (await targetsOf(store, workspaceId, asOf)).filter((target) => target.quarter === quarter);
  const hours = createReportHours(await store.settingsVersions(workspaceId), asOf);
  const days = quarterDays({ quarter, timezone, until, hours });
  const { from, to } = quarterPeriod(quarter);
  const hasTargets = targets.length > 0;
  return {
    hasTargets,
    request: hasTargets && days.hasBegun ? { period: { from, to: until < to ? until : to }, timezone, asOf } : null,
    sheet: (report) => targetSheet(quarter, targets, report, days),
  };
}

/** The sheet as known at `asOf`, with figures up to yesterday. @param make makes a report, in whatever place */
export async function sheetOf(
  store: Books,
  workspaceId: string,
  question: Omit<SheetQuestion, 'until'>,
  make: (request: ReportRequest) => Promise<Report>,
): Promise<TargetSheet> {
  const { timezone, asOf } = question;
  const plan = await planSheet(store, workspaceId, { ...question, until: localDate(asOf, timezone) });
  return plan.sheet(plan.request ? await make(plan.request) : null);
}

// ---------------------------------------------------------------- writing

interface Request {
  readonly name: TargetName;
  readonly actor: Actor;
  /** The line that the person saw when they began; 0 where no target was. */
  readonly seen: number;
  /** Of the form behind it: written once, however often it comes. */
  readonly requestId: string;
}

type Owners = Pick<Aim, 'sales' | 'marketing'>;

/** Its two owners may change a target, and managers. */
export function mayChange(actor: Actor, { sales, marketing }: Owners): boolean {
  return actor.roles.includes('manager') || actor.id === sales || actor.id === marketing;
}

/** Asked when the form opens, and once more when it is sent. @throws Refusal */
export function checkMayChange(actor: Actor, owners: Owners): void {
  if (mayChange(actor, owners)) return;
  throw new Refusal('not_allowed', 'A target is set by its two owners and by managers. Ask one of them, or a manager.');
}

/** Sets a target, or another value for one. @returns what has to be mended; nothing where it was written. @throws Refusal */
export async function setTarget(
  desk: Desk,
  workspaceId: string,
  { aim, roles, ...request }: Request & { readonly aim: Aim; readonly roles: OwnerRoles },
): Promise<readonly TargetFault[]> {
  const { settings } = await desk.store.workspace();
  const faults = targetFaults(request.name, aim, roles, localDate(desk.now(), settings?.timezone ?? 'UTC'));
  if (faults.length > 0) return faults;
  await write(desk, workspaceId, request, { type: 'set', ...aim }, aim);
  return [];
}

/** Takes a target away. @throws Refusal */
export async function removeTarget(desk: Desk, workspaceId: string, request: Request): Promise<void> {
  await write(desk, workspaceId, request, { type: 'removed' }, null);
}

/** @param owners those who are to own a target that nobody has set yet */
async function write(
  desk: Desk,
  workspaceId: string,
  { name, actor, seen, requestId }: Request,
  body: Readonly<Record<string, unknown>>,
  owners: Owners | null,
): Promise<void> {
  const line = { topic: 'target', subject: targetSubject(name), by: actor.id, requestId } as const;
  await writeLine(desk, workspaceId, line, (lines) => {
    const [target] = foldTargets(lines);
    if ((target?.seq ?? 0) !== seen) throw meanwhile(name, target);
    const own = target ?? owners;
    if (own) checkMayChange(actor, own);
    return { body };
  });
}

function meanwhile(name: TargetName, target: Target | undefined): Refusal {
  const label = targetLabel(name);
  if (!target)
    return new Refusal('not_legal', `The target for ${label} was taken away meanwhile. Type /lead targets to see how it stands.`);
  return new Refusal(
    'not_legal',
    `There is a target for ${label} by now, set by <@${target.by}>. Type /lead targets and press Change beside it.`,
  );
}
