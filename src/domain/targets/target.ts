// A shared target: what is to be reached in a quarter, with one owner in sales and one in marketing; folded from the lines of the book.
import type { Role } from '../roles.ts';
import { type MetricName, isInCurrency, isMetric, metricNames, metricOf } from './metrics.ts';
import { isQuarter, quarterAfter, quarterOn } from './quarter.ts';

/** What it is a target of. */
export interface TargetName {
  /** `2026-Q4`. */
  readonly quarter: string;
  readonly metric: MetricName;
  /** Three letters; `''` where the metric is no money. */
  readonly currency: string;
}

/** What is to be reached, and by whom. */
export interface Aim {
  /** A count, a share of 1, a sum in the currency, or business minutes. */
  readonly value: number;
  /** Slack user ids. */
  readonly sales: string;
  readonly marketing: string;
  /** Written by a person: inert text only. */
  readonly next: string | null;
}

export interface Target extends TargetName, Aim {
  /** Of the line that says so. */
  readonly seq: number;
  readonly by: string;
  readonly at: number;
}

/** A line of the book about a target: what it says, or that it is taken away. */
export interface TargetLine {
  readonly seq: number;
  readonly at: number;
  readonly by: string;
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** `2026-Q4:qualified`, `2026-Q4:wonAmount:EUR`. */
export function targetSubject({ quarter, metric, currency }: TargetName): string {
  return [quarter, metric, ...(currency ? [currency] : [])].join(':');
}

/** The targets that stand after these lines, oldest line first; in the order of the quarters, then of the metrics, then of the currencies. */
export function foldTargets(lines: readonly TargetLine[]): readonly Target[] {
  const newest = new Map(lines.map((line) => [line.subject, line]));
  return [...newest.values()].flatMap((line) => targetIn(line) ?? []).toSorted(inOrder);
}

function inOrder(one: Target, other: Target): number {
  const key = ({ quarter, metric, currency }: Target): string =>
    `${quarter} ${String(metricNames.indexOf(metric)).padStart(3, '0')} ${currency}`;
  return key(one) < key(other) ? -1 : Number(key(one) > key(other));
}

/** `null` for a target that was taken away, or that a newer version wrote. */
function targetIn({ seq, at, by, subject, body }: TargetLine): Target | null {
  const [quarter = '', metric, currency = ''] = subject.split(':');
  const { value, sales, marketing, next } = body;
  if (body['type'] !== 'set' || !isQuarter(quarter) || !isMetric(metric)) return null;
  if (typeof value !== 'number' || typeof sales !== 'string' || typeof marketing !== 'string') return null;
  return { quarter, metric, currency, value, sales, marketing, next: typeof next === 'string' ? next : null, seq, at, by };
}

// ---------------------------------------------------------------- what can be wrong with one

/** The inputs of the form. */
export type TargetField = 'metric' | 'quarter' | 'value' | 'currency' | 'sales' | 'marketing' | 'next';

export interface TargetFault {
  readonly field: TargetField;
  /** A sentence for the person. */
  readonly sentence: string;
}

/** The roles of the two owners. */
export interface OwnerRoles {
  readonly sales: readonly Role[];
  readonly marketing: readonly Role[];
}

const most = 1e12;
const longestNext = 150;

/** What the person has to mend; nothing where it can stand. @param today the local date */
export function targetFaults(name: TargetName, aim: Aim, roles: OwnerRoles, today: string): readonly TargetFault[] {
  const { kind, direction } = metricOf(name.metric);
  const running = quarterOn(today);
  const faults: (TargetFault | null)[] = [
    fault('quarter', name.quarter !== running && name.quarter !== quarterAfter(running), 'Choose this quarter or the next one.'),
    fault('currency', isInCurrency(name.metric) && name.currency === '', 'Write the currency in three letters, such as EUR or USD.'),
    valueFault(kind, direction, aim.value),
    fault('sales', !stands(roles.sales, 'sales'), 'Choose somebody of sales, or a manager.'),
    fault('marketing', !stands(roles.marketing, 'marketing'), 'Choose somebody of marketing, or a manager.'),
    fault('marketing', aim.sales === aim.marketing, 'Choose two different people: one owner in sales and one in marketing.'),
    fault('next', (aim.next?.length ?? 0) > longestNext, `Write at most ${longestNext} letters.`),
  ];
  return faults.filter((one) => one !== null);
}

function fault(field: TargetField, isFault: boolean, sentence: string): TargetFault | null {
  return isFault ? { field, sentence } : null;
}

function valueFault(kind: string, direction: 'more' | 'less', value: number): TargetFault | null {
  const isPositive = Number.isFinite(value) && value <= most && (value > 0 || (value === 0 && direction === 'less'));
  if (kind === 'share') return fault('value', !isPositive || value > 1, 'Write a percentage from 1 to 100.');
  if (kind === 'count') return fault('value', !isPositive || !Number.isInteger(value), 'Write a whole number of leads, such as 120.');
  if (kind === 'minutes') return fault('value', !isPositive, 'Write a number of business minutes, such as 60.');
  return fault('value', !isPositive, 'Write a sum above zero, such as 60000.');
}

/** A manager may stand for either side. */
function stands(roles: readonly Role[], side: 'sales' | 'marketing'): boolean {
  return roles.includes(side) || roles.includes('manager');
}
