// What marketing changed because of what sales said: who said it, what was changed when, and the days that are compared.
import { Temporal } from 'temporal-polyfill';
import { type ReasonCode, isReasonCode, isReasonIn } from './reasons.ts';
import type { Period } from './report/week.ts';

/** Where leads come from: a source or a campaign, by its name in the report. */
export interface Origin {
  readonly axis: 'source' | 'campaign';
  readonly name: string;
}

/** Somebody in sales, and how many leads they gave the reason that a change answers. */
export interface Marker {
  /** Slack user id. */
  readonly by: string;
  readonly leads: number;
}

/** What is said of a change. */
export interface ChangeSaid {
  readonly origin: Origin;
  readonly what: string;
  /** Local date `YYYY-MM-DD` on which it was, or will be, made. */
  readonly day: string;
  readonly reason: ReasonCode;
}

/** A change as the book has it. */
export interface MarketingChange extends ChangeSaid {
  readonly id: string;
  /** When it was written down, epoch milliseconds, and the Slack user id of who did. */
  readonly at: number;
  readonly by: string;
  /** Whose verdicts led there, as known when it was written down. */
  readonly markers: readonly Marker[];
  readonly takenBack: { readonly at: number; readonly by: string } | null;
}

interface ChangeLine {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Of each side of the day of a change. */
export const windowDays = 28;
/** Each handoff counts as it stood so long after it was opened. */
export const changeAgeDays = 14;
/** Whose verdicts of so long before the day led there. */
const markedDays = 56;
/** So long ago, and so far ahead, may the day of a change be. */
export const mostDaysBack = 180;
const mostDaysAhead = 30;
export const mostLetters = 300;

// ---------------------------------------------------------------- from the lines of the book

/** The changes, in the order in which they were written down. Lines that say nothing of the kind are passed over. */
export function foldChanges(lines: readonly ChangeLine[]): readonly MarketingChange[] {
  const changes = new Map<string, MarketingChange>();
  for (const { id, at, by, body } of lines) {
    const taken = body['type'] === 'taken_back' ? changes.get(String(body['id'])) : undefined;
    if (taken && taken.takenBack === null) changes.set(taken.id, { ...taken, takenBack: { at, by } });
    const said = body['type'] === 'recorded' ? saidIn(body) : null;
    if (said) changes.set(id, { id, at, by, ...said, markers: markersIn(body['markers']), takenBack: null });
  }
  return [...changes.values()];
}

/** The body of the line that records a change. */
export function changeBody({ origin, what, day, reason }: ChangeSaid, markers: readonly Marker[]): Readonly<Record<string, unknown>> {
  return { type: 'recorded', axis: origin.axis, name: origin.name, what, day, reason, markers };
}

function saidIn(body: ChangeLine['body']): ChangeSaid | null {
  const { axis, name, what, day, reason } = body;
  if ((axis !== 'source' && axis !== 'campaign') || typeof name !== 'string' || typeof what !== 'string') return null;
  if (typeof day !== 'string' || typeof reason !== 'string' || !isReasonCode(reason)) return null;
  return { origin: { axis, name }, what, day, reason };
}

function markersIn(value: unknown): readonly Marker[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.flatMap((one) => {
    if (typeof one !== 'object' || one === null || !('by' in one) || !('leads' in one)) return [];
    return typeof one.by === 'string' && typeof one.leads === 'number' ? [{ by: one.by, leads: one.leads }] : [];
  });
}

// ---------------------------------------------------------------- what can be written down

export type ChangeField = 'origin' | 'what' | 'day' | 'reason';

/** What is wrong with a change, a sentence for each field; empty where it can be written down. `today`: local date. */
export function changeFaults({ what, day, reason }: ChangeSaid, today: string): { readonly [field in ChangeField]?: string } {
  const date = Temporal.PlainDate.from(today);
  const letters = what.trim().length;
  return {
    ...(letters === 0 ? { what: 'Say in a few words what was changed.' } : {}),
    ...(letters > mostLetters ? { what: `This is longer than ${mostLetters} characters: say it in fewer words.` } : {}),
    ...(day > date.add({ days: mostDaysAhead }).toString()
      ? { day: `Choose a day within the next ${mostDaysAhead} days, or record the change later.` }
      : {}),
    ...(day < date.subtract({ days: mostDaysBack }).toString() ? { day: `Choose a day within the last ${mostDaysBack} days.` } : {}),
    ...(isReasonIn(reason, 'unqualified') ? {} : { reason: 'Choose one of the reasons of Unqualified.' }),
  };
}

// ---------------------------------------------------------------- the days of a change

export interface ChangeDays {
  /** In which the verdicts were given that led there. */
  readonly marked: Period;
  /** Long before: where nothing came then, the origin was not there yet for the whole of `before`. */
  readonly known: Period;
  /** The window before `before`: what moved then already did not move because of the change. */
  readonly earlier: Period;
  readonly before: Period;
  readonly after: Period;
  /** On this day everything in `after` is old enough. */
  readonly tellsOn: string;
}

export function daysOfChange({ day }: Pick<ChangeSaid, 'day'>): ChangeDays {
  const date = Temporal.PlainDate.from(day);
  const on = (days: number): string => date.add({ days }).toString();
  return {
    marked: { from: on(-markedDays), to: day },
    // Its last day is the first of the window: who came on that day was there for all of it.
    known: { from: on(-windowDays - mostDaysBack), to: on(1 - windowDays) },
    earlier: { from: on(-2 * windowDays), to: on(-windowDays) },
    before: { from: on(-windowDays), to: day },
    after: { from: day, to: on(windowDays) },
    tellsOn: on(windowDays + changeAgeDays),
  };
}

/** Other changes of the same origin that were made in the windows of this one, so that their effects cannot be told apart. */
export function othersWithin(change: MarketingChange, all: readonly MarketingChange[]): readonly MarketingChange[] {
  const { before, after } = daysOfChange(change);
  return all.filter(
    ({ id, origin, day, takenBack }) =>
      id !== change.id &&
      takenBack === null &&
      origin.axis === change.origin.axis &&
      origin.name === change.origin.name &&
      before.from <= day &&
      day < after.to,
  );
}

/** Who hears of it: everybody whose verdicts led there, but not who wrote it down. */
export function hearersOf({ markers, by }: Pick<MarketingChange, 'markers' | 'by'>): readonly string[] {
  return markers.map((marker) => marker.by).filter((id) => id !== by);
}
