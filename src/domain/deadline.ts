// What falls due by itself while a handoff is open: reminders, the stall, the dates on which it comes back. One look ahead a lead.
import { Temporal } from 'temporal-polyfill';
import { durationOf } from './duration.ts';
import { type Handoff, type Lead, latestHandoff, stateOf } from './lead.ts';
import { reasonOf } from './reasons.ts';
import type { Settings } from './settings.ts';
import type { Timetable } from './timetable.ts';

/** What is to be done: remind once, give up waiting, or bring it back. A mark only shows on the card how far the clock is. */
export type Step = 'claim' | 'verdict' | 'stalled' | 'marketing' | 'revisit' | 'back_to_sales' | 'back_to_marketing' | 'mark';

export interface Due {
  readonly step: Step;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Rules {
  readonly settings: Settings;
  readonly timetable: Timetable;
}

/** How far a clock is when its card says so. */
const marks = [0.5, 0.8];

/** Everything that still lies ahead of the lead's latest handoff or is overdue, earliest first; `[]` where nobody is waited for. */
export function duesOf(lead: Lead, rules: Rules): readonly Due[] {
  const handoff = latestHandoff(lead);
  if (lead.isErased || handoff.isTest || handoff.isHistory) return [];
  return dues(lead, handoff, rules).toSorted((a, b) => a.at - b.at);
}

/** When to look at the lead again; `null` = never by itself. A mark that has passed needs no look. */
export function nextLookAt(lead: Lead, rules: Rules, now: number): number | null {
  return duesOf(lead, rules).find(({ step, at }) => step !== 'mark' || at > now)?.at ?? null;
}

/** What has to be done now: the last word first, since a lead that goes back needs no reminder any more. `null` = nothing. */
export function dueStep(lead: Lead, rules: Rules, now: number): Exclude<Step, 'mark'> | null {
  const due = duesOf(lead, rules).filter(({ at }) => at <= now);
  const actions = due.map(({ step }) => step).filter((step) => step !== 'mark');
  return actions.find((step) => step === 'stalled') ?? actions[0] ?? null;
}

/** How long somebody has been waited for, as the card says it. */
export interface Wait {
  /** Open time that the clock has used. */
  readonly openMs: number;
  /** When it goes back to marketing, or was to be taken up; `null` = never by itself. */
  readonly until: number | null;
  /** `fresh` = nothing to say yet. */
  readonly stage: 'fresh' | 'half' | 'most';
  /** Its time has passed, and somebody was told. */
  readonly isLate: boolean;
}

/** `null` where no clock runs. */
export function waitOf(lead: Lead, rules: Rules, now: number): Wait | null {
  const handoff = latestHandoff(lead);
  const state = stateOf(lead);
  if (handoff.isTest || handoff.isHistory) return null;
  if (state === 'returned' && handoff.returned) {
    const until = rules.timetable.dueAt([{ fromAt: handoff.returned.at, toAt: null }], durationOf(rules.settings.deadlines.marketing));
    return {
      openMs: rules.timetable.between(handoff.returned.at, now),
      until,
      stage: 'fresh',
      isLate: handoff.reminded.includes('marketing'),
    };
  }
  if (state !== 'new' && state !== 'claimed') return null;
  const spans = state === 'new' ? handoff.waiting : handoff.working;
  const passed = duesOf(lead, rules).filter(({ step, at }) => step === 'mark' && at <= now).length;
  return {
    openMs: rules.timetable.usedMs(spans, now),
    until: duesOf(lead, rules).find(({ step }) => step === 'stalled')?.at ?? null,
    stage: (['fresh', 'half', 'most'] as const)[passed] ?? 'most',
    isLate: handoff.reminded.includes(state === 'new' ? 'claim' : 'verdict'),
  };
}

function dues(lead: Lead, handoff: Handoff, rules: Rules): Due[] {
  const { deadlines } = rules.settings;
  switch (stateOf(lead)) {
    case 'new':
      return [...reminder(handoff, 'claim', rules), ...stall(handoff.waiting, deadlines.stalledUnclaimed, rules)];
    case 'claimed':
      return [...reminder(handoff, 'verdict', rules), ...stall(handoff.working, deadlines.stalledClaimed, rules)];
    case 'returned':
      return [...takeUp(handoff, rules), ...revisit(handoff, handoff.returned?.notBefore ?? null, rules)];
    case 'nurturing':
      return revisit(handoff, handoff.nurture?.revisitOn ?? null, rules);
    case 'unqualified':
      return comeback(handoff, rules);
    default:
      return [];
  }
}

function reminder(handoff: Handoff, step: 'claim' | 'verdict', { settings, timetable }: Rules): Due[] {
  if (handoff.reminded.includes(step)) return [];
  const duration = durationOf(settings.deadlines[step]);
  if (step === 'claim') return dueBy(step, timetable.dueAt(handoff.waiting, duration));
  // A next owner, after somebody else was nudged, has the whole time again before they are.
  const isNext = handoff.nudged !== null && handoff.nudged.to !== handoff.owner && handoff.ownedSince !== null;
  const spans = isNext && handoff.ownedSince !== null ? [{ fromAt: handoff.ownedSince, toAt: null }] : handoff.working;
  return dueBy(step, timetable.dueAt(spans, duration));
}

function stall(spans: Handoff['waiting'], after: string, { timetable }: Rules): Due[] {
  const duration = durationOf(after);
  const shown = marks.flatMap((part) => dueBy('mark', timetable.dueAt(spans, duration, part)));
  return [...shown, ...dueBy('stalled', timetable.dueAt(spans, duration))];
}

/** Marketing has a clock too: from the return until somebody takes it up. */
function takeUp(handoff: Handoff, { settings, timetable }: Rules): Due[] {
  if (!handoff.returned || handoff.reminded.includes('marketing')) return [];
  return dueBy('marketing', timetable.dueAt([{ fromAt: handoff.returned.at, toAt: null }], durationOf(settings.deadlines.marketing)));
}

function revisit(handoff: Handoff, date: string | null, rules: Rules): Due[] {
  return date === null || handoff.reminded.includes('revisit') ? [] : dueBy('revisit', openingOf(date, rules));
}

/** What follows an *Unqualified* by itself, by its reason. */
function comeback({ verdict }: Handoff, rules: Rules): Due[] {
  const rule = verdict?.reason ? reasonOf(verdict.reason).comesBack : undefined;
  if (!verdict || !rule) return [];
  if (rule.to === 'sales') return verdict.notBefore === null ? [] : dueBy('back_to_sales', openingOf(verdict.notBefore, rules));
  const day = zoned(verdict.at, rules).toPlainDate().add({ days: rule.afterDays });
  return dueBy('back_to_marketing', openingOf(day.toString(), rules));
}

/** The first open moment on a local date `YYYY-MM-DD`, or after it when that day is closed. */
function openingOf(date: string, { settings, timetable }: Rules): number {
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: settings.timezone });
  return timetable.calendar.nextOpening(midnight.epochMilliseconds);
}

function zoned(at: number, { settings }: Rules): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(settings.timezone);
}

function dueBy(step: Step, at: number | null): Due[] {
  return at === null ? [] : [{ step, at }];
}
