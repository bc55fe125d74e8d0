// The last two business days, as they happen through the real bot: leads arrive, people press.
import type { FlatLead } from './enquiry.ts';
import { livingSince, localDay, minuteMs, openAfter, openBefore, openDayMs, openOn } from './hours.ts';
import { livingLeads } from './living-leads.ts';

/** Something that happens at an instant (epoch milliseconds). A lead name that comes again is the same person's next enquiry. */
export type Scene =
  | { readonly at: number; readonly does: 'arrives'; readonly lead: FlatLead; readonly name: string }
  /** The CRM says what became of the deal; `lead` is the name under which the lead arrived. */
  | { readonly at: number; readonly does: 'outcome'; readonly lead: string; readonly said: DealSaid }
  | {
      readonly at: number;
      readonly does: 'moves';
      /** User id. */
      readonly who: string;
      /** The name under which the lead arrived. */
      readonly lead: string;
      /** On the button or menu item. */
      readonly label: string;
      /** By the labels of the modal; absent where a click is all. */
      readonly answers?: Readonly<Record<string, string>>;
    };

export interface LivingOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** IANA zone. */
  readonly timezone: string;
  /** User ids. */
  readonly people: { readonly kim: string; readonly sam: string; readonly mia: string; readonly max: string };
}

/** As `POST /v1/leads/{id}/outcome` takes it. */
export interface DealSaid {
  readonly outcome: 'opportunity' | 'won' | 'lost';
  readonly amount: number;
  readonly currency: string;
}

type Who = keyof LivingOptions['people'];

/** Open minutes since the story began, and what happens then. */
type Line =
  | { readonly minute: number; readonly arrives: string; readonly lead: FlatLead }
  | { readonly minute: number; readonly lead: string; readonly said: DealSaid }
  | {
      readonly minute: number;
      readonly who: Who;
      readonly lead: string;
      readonly label: string;
      readonly answers?: Readonly<Record<string, string>>;
    };

const storyMinutes = (2 * openDayMs) / minuteMs;
const notNowDays = 75;

/** In order, no two at the same instant, within open hours, all of it before `now`. */
export function livingStory({ now, timezone, people }: LivingOptions): readonly Scene[] {
  const beginsAt = livingSince(now, timezone);
  const later = localDay(now, timezone).add({ days: notNowDays }).toString();
  return linesOf(later, morningMinute(now, timezone))
    .toSorted((a, b) => a.minute - b.minute)
    .map((line): Scene => {
      const at = openAfter(beginsAt, Math.round(line.minute * minuteMs), timezone);
      if ('arrives' in line) return { at, does: 'arrives', lead: line.lead, name: line.arrives };
      if ('said' in line) return { at, does: 'outcome', lead: line.lead, said: line.said };
      const { who, lead, label, answers } = line;
      return { at, does: 'moves', who: people[who], lead, label, ...(answers ? { answers } : {}) };
    });
}

/** When the lead of this morning comes: the morning of the last day on which the team was there. Between two whole minutes, where nothing else is. */
function morningMinute(now: number, timezone: string): number {
  const endsAt = openAfter(openBefore(now - 2 * minuteMs, minuteMs, timezone), minuteMs, timezone);
  const open = openOn(localDay(endsAt, timezone), timezone);
  const sinceOpening = open ? (endsAt - open.fromAt) / minuteMs : 0;
  const minute = storyMinutes - sinceOpening + Math.min(sinceOpening * 0.4, 140);
  return Math.min(Math.floor(minute), storyMinutes - 2) + 0.5;
}

/** @param later The local date before which somebody does not want to be called. */
function linesOf(later: string, morning: number): readonly Line[] {
  const leads = livingLeads;
  return [
    { minute: 3, arrives: 'lifts', lead: leads.lifts },
    { minute: 9, who: 'sam', lead: 'lifts', label: 'Claim' },
    { minute: 12, arrives: 'depots', lead: leads.depots },
    { minute: 16, who: 'kim', lead: 'depots', label: 'Claim' },
    { minute: 41, arrives: 'boiler', lead: leads.boiler },
    {
      minute: 60,
      who: 'sam',
      lead: 'lifts',
      label: 'Qualified',
      answers: { Reason: 'Budget confirmed', Note: 'They know us from the trial of their sister company and want to sign this week.' },
    },
    { minute: 75, arrives: 'merger', lead: leads.merger },
    {
      minute: 118,
      who: 'kim',
      lead: 'depots',
      label: 'Qualified',
      answers: {
        Reason: 'Meeting booked',
        Note: 'Demo on Thursday with her and the depot leads. Referral did the selling, 85 seats, budget is set aside.',
        'Question they asked': 'Does the app work offline too, down in a lift shaft?',
      },
    },
    { minute: 150, arrives: 'warmUp', lead: leads.warmUp },
    { minute: 157, who: 'kim', lead: 'warmUp', label: 'Claim' },
    { minute: 195, who: 'sam', lead: 'boiler', label: 'Claim' },
    { minute: 243, arrives: 'hostile', lead: leads.hostile },
    {
      minute: 290,
      who: 'kim',
      lead: 'warmUp',
      label: 'Return to marketing',
      answers: {
        Reason: 'No budget',
        Note: 'Likes it, but money comes with the next fiscal year. Send the recording and invite to the January session.',
      },
    },
    { minute: 322, arrives: 'elevators', lead: leads.elevators },
    {
      minute: 355,
      who: 'max',
      lead: 'hostile',
      label: 'Unqualified',
      answers: { Reason: 'Not a buyer', Note: 'Somebody is testing our contact form.' },
    },
    {
      minute: 401,
      who: 'sam',
      lead: 'boiler',
      label: 'Unqualified',
      answers: {
        Reason: 'Outside our ICP',
        Note: 'One man and a van. Fourth one-person shop from q4-search this week, we start at 20 technicians.',
      },
    },
    {
      minute: 409,
      who: 'sam',
      lead: 'merger',
      label: 'Unqualified',
      answers: { Reason: 'Not now', Note: 'Merger first. Wants to talk when both fleets are one.', 'Not before': later },
    },
    { minute: 452, lead: 'lifts', said: { outcome: 'opportunity', amount: 14_400, currency: 'EUR' } },
    { minute: 470, who: 'sam', lead: 'elevators', label: 'Claim' },
    { minute: 503, who: 'sam', lead: 'elevators', label: 'Log an attempt' },
    { minute: 538, arrives: 'hospital', lead: leads.hospital },
    { minute: 545, who: 'kim', lead: 'hospital', label: 'Claim' },
    { minute: 552, who: 'kim', lead: 'hospital', label: 'Log an attempt' },
    { minute: 590, arrives: 'caller', lead: leads.caller },
    { minute: 626, who: 'kim', lead: 'hospital', label: 'Log an attempt' },
    {
      minute: 634,
      who: 'kim',
      lead: 'hospital',
      label: 'Add a note',
      answers: { Note: 'Spoke to her assistant. Needs the audit trail in writing before a demo, sending it today.' },
    },
    { minute: 660, arrives: 'waiting', lead: leads.waiting },
    {
      minute: 688,
      who: 'mia',
      lead: 'waiting',
      label: 'Add a note',
      answers: { Note: 'Came to the pricing page three times this week, from two offices.' },
    },
    { minute: 745, who: 'sam', lead: 'caller', label: 'Claim' },
    { minute: 758, who: 'sam', lead: 'caller', label: 'Log an attempt' },
    { minute: 771, lead: 'lifts', said: { outcome: 'won', amount: 13_600, currency: 'EUR' } },
    { minute: 802, arrives: 'elevators', lead: leads.elevatorsAgain },
    { minute: morning, arrives: 'morning', lead: leads.morning },
  ];
}
