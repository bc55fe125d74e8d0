// Where the story's leads come from, and how good each source truly is: what the report should find out.
import type { ReasonCode } from '../../domain/reasons.ts';

export type ActionName = 'demo_request' | 'webinar' | 'ebook' | 'pricing_page' | 'contact_form' | 'trial';
export type SourceName = keyof typeof sources;

/** What a lead truly is, whoever judges it: good, or one of the reasons why not. */
export type Nature = 'good' | ReasonCode;

type Weights<Key extends string> = Readonly<Partial<Record<Key, number>>>;

export interface Source {
  readonly medium: string;
  /** In a usual week. */
  readonly perWeek: number;
  /** In weeks that are unlike the others, by their number in the story. */
  readonly inWeek?: Readonly<Record<number, number>>;
  readonly campaigns: Weights<string>;
  readonly actions: Weights<ActionName>;
  /** The share that is good. */
  readonly good: number;
  readonly whyNot: Weights<ReasonCode>;
  readonly why: Weights<ReasonCode>;
  /** How often a good one becomes an opportunity, and of these a customer. */
  readonly deals?: { readonly opportunity: number; readonly won: number; readonly size: number };
  /** From `weekOfChange` on. */
  readonly sinceChange?: { readonly good: number; readonly whyNot: Weights<ReasonCode> };
}

/** Week of the webinar, of the fair and of the holidays; the week in which google-ads got new keywords; the last complete one. */
const weekOfWebinar = 2;
const weekOfFair = 4;
export const weekOfHolidays = 6;
export const weekOfChange = 5;
const weekOfPodcast = 7;

/** How busy a week is, by its number; the ninth is the running one. */
export const seasons: readonly number[] = [0.92, 0.98, 1, 0.96, 0.94, 1, 0.6, 1, 1];

const usualWhy: Weights<ReasonCode> = { clear_need: 4, decision_maker: 2, meeting_booked: 3, budget_confirmed: 1, early_fit: 2 };

export const sources = {
  'google-ads': {
    medium: 'cpc',
    perWeek: 10.5,
    campaigns: { 'q4-search': 6, 'q4-brand': 2, 'q4-competitors': 2 },
    actions: { pricing_page: 4, trial: 4, contact_form: 2 },
    good: 0.2,
    whyNot: { wrong_company: 10, no_need: 2, no_budget: 2, not_a_buyer: 1, bad_timing: 1 },
    why: usualWhy,
    sinceChange: { good: 0.4, whyNot: { wrong_company: 4, no_budget: 2, no_need: 2, bad_timing: 1, not_a_buyer: 1 } },
  },
  'demo-request': {
    medium: 'website',
    perWeek: 8,
    campaigns: { 'always-on': 1 },
    actions: { demo_request: 1 },
    good: 0.82,
    whyNot: { bad_timing: 3, competitor: 2, no_budget: 1, already_known: 1 },
    why: { meeting_booked: 6, clear_need: 4, decision_maker: 2, budget_confirmed: 2 },
    deals: { opportunity: 0.65, won: 0.38, size: 1.2 },
  },
  'linkedin-forms': {
    medium: 'paid-social',
    perWeek: 6,
    campaigns: { 'ops-leaders-eu': 3, 'ops-leaders-us': 2 },
    actions: { ebook: 3, webinar: 1, contact_form: 1 },
    good: 0.3,
    whyNot: { wrong_person: 8, bad_timing: 2, no_need: 1, no_response: 1 },
    why: { early_fit: 3, clear_need: 2, decision_maker: 1 },
  },
  'facebook-lead-ads': {
    medium: 'paid-social',
    perWeek: 6,
    campaigns: { 'autumn-checklist': 3, 'technician-stories': 2 },
    actions: { ebook: 3, contact_form: 2 },
    good: 0.12,
    whyNot: { bad_contact: 9, no_response: 2, not_a_buyer: 2, wrong_company: 2 },
    why: { early_fit: 2, clear_need: 1 },
  },
  'content-ebook': {
    medium: 'website',
    perWeek: 4,
    campaigns: { 'overtime-ebook': 3, 'route-planning-guide': 2 },
    actions: { ebook: 1 },
    good: 0.2,
    whyNot: { bad_timing: 7, no_need: 4, not_a_buyer: 1, no_response: 1 },
    why: { early_fit: 4, clear_need: 1 },
  },
  'organic-search': {
    medium: 'organic',
    perWeek: 4,
    campaigns: {},
    actions: { contact_form: 3, pricing_page: 3, trial: 2 },
    good: 0.44,
    whyNot: { no_need: 3, wrong_company: 2, no_budget: 2, misrouted: 1, already_known: 1 },
    why: usualWhy,
  },
  webinar: {
    medium: 'event',
    perWeek: 2,
    inWeek: { [weekOfWebinar]: 17, [weekOfWebinar + 1]: 6 },
    campaigns: { 'less-overtime-live': 1 },
    actions: { webinar: 1 },
    good: 0.46,
    whyNot: { bad_timing: 3, no_budget: 2, competitor: 2, wrong_person: 2, no_response: 1 },
    why: usualWhy,
  },
  'cold-list': {
    medium: 'outbound',
    perWeek: 1.4,
    campaigns: { 'bought-list-hvac': 1 },
    actions: { contact_form: 1 },
    good: 0.04,
    whyNot: { no_need: 5, bad_contact: 3, no_response: 2, not_a_buyer: 2 },
    why: { early_fit: 1 },
  },
  newsletter: {
    medium: 'email',
    perWeek: 1.4,
    campaigns: { 'monthly-news': 2, 'winter-offer': 1 },
    actions: { ebook: 2, pricing_page: 1, demo_request: 1 },
    good: 0.4,
    whyNot: { already_known: 3, bad_timing: 2, no_need: 2 },
    why: usualWhy,
  },
  referral: {
    medium: 'referral',
    perWeek: 2.6,
    campaigns: { 'customers-recommend': 1 },
    actions: { demo_request: 3, contact_form: 1 },
    good: 0.9,
    whyNot: { bad_timing: 2, misrouted: 1 },
    why: { decision_maker: 4, meeting_booked: 4, budget_confirmed: 2 },
    deals: { opportunity: 0.8, won: 0.55, size: 1.7 },
  },
  partner: {
    medium: 'partner',
    perWeek: 1,
    campaigns: { 'reseller-dach': 1, 'reseller-uk': 1 },
    actions: { demo_request: 1, contact_form: 1 },
    good: 0.62,
    whyNot: { already_known: 3, competitor: 1, no_budget: 1 },
    why: usualWhy,
  },
  'trade-fair': {
    medium: 'event',
    perWeek: 0,
    inWeek: { [weekOfFair]: 15 },
    campaigns: { 'service-expo': 1 },
    actions: { contact_form: 1 },
    good: 0.38,
    whyNot: { no_need: 4, wrong_person: 3, no_response: 3, misrouted: 1 },
    why: { early_fit: 3, clear_need: 2 },
  },
  // Three leads, all of them good: luck, which the report must not sell as the best source.
  podcast: {
    medium: 'audio',
    perWeek: 0,
    inWeek: { [weekOfPodcast]: 3 },
    campaigns: { 'vans-and-plans': 1 },
    actions: { pricing_page: 1 },
    good: 1,
    whyNot: { no_need: 1 },
    why: { clear_need: 1 },
  },
} as const satisfies Record<string, Source>;

export const sourceNames = Object.keys(sources) as SourceName[];

/** The row of a source, widened so that optional columns can be read. */
export function sourceOf(name: SourceName): Source {
  return sources[name];
}
