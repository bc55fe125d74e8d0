// Every id that Slack gives back to us, in one place: actions, modals, inputs, message metadata. What they carry: values.ts.
import type { ChangeField } from '../domain/change.ts';
import { type MoveName, isMoveName, moveNames, moveOf } from '../domain/moves.ts';
import type { TargetField } from '../domain/targets/target.ts';
import type { Message } from '../message.ts';

/** Buttons of moves carry the move's own name; these are all the others. */
export const actionIds = {
  /** The overflow menu of a card: its option's value names the move. */
  more: 'more',
  /** A button that only opens a link: Slack tells us of the click, nothing is done. */
  openCard: 'open_card',
  /** *Save* under the three channel pickers of the App Home. */
  setup: 'settings_setup',
  /** *Settings* in the App Home of managers. */
  settings: 'settings_open',
  /** *Propose a change* of the definition, or of what a term means. */
  propose: 'agreement_propose',
  /** *Sign* on a proposal. */
  sign: 'agreement_sign',
  /** *Record a change*, and *Take back* beside one, of `/lead change`. */
  recordChange: 'change_record',
  takeBackChange: 'change_take_back',
  /** *Outcome* beside a lead of `/lead outcome`. */
  outcome: 'outcome_open',
  /** *Add spend* under the answer of `/lead spend`. */
  spend: 'spend_open',
  /** *Set a target*, and *Change* beside one. */
  target: 'target_open',
  /** *Answered by* on what prospects asked. */
  answered: 'question_answered',
  /** *Set expectations* under the answer of `/lead views`. */
  expectations: 'views_expect',
  /** *High but no*, *Low but yes* and *No that won* there. */
  highNo: 'views_high_no',
  lowYes: 'views_low_yes',
  noThatWon: 'views_no_won',
  /** Every input of a form: its block says which. */
  answer: 'answer',
} as const;

/** All action ids that a click can bring: one listener each, and one for all moves. */
export const clickIds: readonly string[] = [
  ...moveNames,
  actionIds.more,
  actionIds.openCard,
  actionIds.setup,
  actionIds.settings,
  actionIds.propose,
  actionIds.sign,
  actionIds.answered,
  actionIds.recordChange,
  actionIds.takeBackChange,
  actionIds.outcome,
  actionIds.spend,
  actionIds.target,
  actionIds.expectations,
  actionIds.highNo,
  actionIds.lowYes,
  actionIds.noThatWon,
];

const movePrefix = 'move:';

export const callbackIds = {
  /** The global shortcut and the modal behind it and `/lead add`. */
  addLead: 'add_lead',
  settings: 'settings',
  outcome: 'outcome',
  spend: 'spend',
  target: 'target',
  answered: 'question_answered',
  change: 'change',
  expectation: 'expectation',
  definition: 'definition',
  term: 'term',
  move: (move: MoveName): string => `${movePrefix}${move}`,
} as const;

/** Moves that ask something, and so have a modal. */
export const askingMoves: readonly MoveName[] = moveNames.filter((move) => moveOf(move).asks.length > 0);

/** All callback ids that a submitted modal can bring: one listener each. */
export const formIds: readonly string[] = [
  callbackIds.addLead,
  callbackIds.settings,
  callbackIds.answered,
  callbackIds.definition,
  callbackIds.term,
  callbackIds.change,
  callbackIds.outcome,
  callbackIds.spend,
  callbackIds.target,
  callbackIds.expectation,
  ...askingMoves.map(callbackIds.move),
];

const fromHomePrefix = 'home:';

/** The external id of a modal that was opened in App Home, so that App Home is shown anew after it. Unique by its trigger. */
export function fromHome(triggerId: string): string {
  return `${fromHomePrefix}${triggerId}`;
}

export function isFromHome(externalId: string | null | undefined): boolean {
  return externalId?.startsWith(fromHomePrefix) ?? false;
}

/** Which move a submitted modal stands for; `null` when it is none of ours. */
export function moveOfCallback(callbackId: string): MoveName | null {
  const name = callbackId.startsWith(movePrefix) ? callbackId.slice(movePrefix.length) : '';
  return isMoveName(name) ? name : null;
}

/** Block ids of the *Add a lead* form, by the field of a lead that the input fills. */
export const leadBlocks = {
  name: 'lead_name',
  email: 'lead_email',
  phone: 'lead_phone',
  company: 'lead_company',
  title: 'lead_title',
  source: 'lead_source',
  campaign: 'lead_campaign',
  message: 'lead_message',
} as const;
export type LeadField = keyof typeof leadBlocks;

/** Block ids of the form *Outcome*. */
export const outcomeBlocks = { outcome: 'outcome', amount: 'outcome_amount', currency: 'outcome_currency', date: 'outcome_date' } as const;
export type OutcomeField = keyof typeof outcomeBlocks;

/** Block ids of the form *Add spend*. */
export const spendBlocks = {
  of: 'spend_of',
  name: 'spend_name',
  from: 'spend_from',
  to: 'spend_to',
  amount: 'spend_amount',
  currency: 'spend_currency',
} as const;
export type SpendField = keyof typeof spendBlocks;

/** Block ids of the form *Set a target*. */
export const targetBlocks = {
  metric: 'target_metric',
  quarter: 'target_quarter',
  value: 'target_value',
  currency: 'target_currency',
  sales: 'target_sales',
  marketing: 'target_marketing',
  next: 'target_next',
} as const satisfies Record<TargetField, string>;

/** Block ids of the form *Answered by*. */
export const answeredBlocks = { link: 'answered_link', note: 'answered_note' } as const;

/** Block ids of the form *Record a change*. */
export const changeBlocks = {
  origin: 'change_origin',
  what: 'change_what',
  day: 'change_day',
  reason: 'change_reason',
} as const satisfies Record<ChangeField, string>;

/** Block ids of the form *Set expectations*. */
export const expectationBlocks = { action: 'expectation_action', expected: 'expectation_expected', why: 'expectation_why' } as const;
export type ExpectationField = keyof typeof expectationBlocks;

/** Block ids of the three pickers of *Set up*. */
export const setupBlocks = { leads: 'setup_leads', marketing: 'setup_marketing', digest: 'setup_digest' } as const;
export type SetupField = keyof typeof setupBlocks;

/** The settings that the form *Settings* asks, by their path in the file, in its order. */
export const settingsPaths = [
  'channels.leads',
  'channels.marketing',
  'channels.digest',
  'people.sales',
  'people.marketing',
  'people.managers',
  'timezone',
  'businessHours',
  'deadlines.claim',
  'deadlines.verdict',
  'deadlines.stalledUnclaimed',
  'deadlines.stalledClaimed',
  'deadlines.marketing',
  'digest.day',
  'digest.at',
] as const;
export type SettingsPath = (typeof settingsPaths)[number];

export function settingsBlock(path: SettingsPath): string {
  return `settings:${path}`;
}

/** Block ids of the form *Propose a change*, for the definition and for a term. */
export const definitionBlocks = {
  criteria: 'definition_criteria',
  yes: 'definition_yes',
  no: 'definition_no',
  reviewOn: 'definition_review',
  why: 'definition_why',
} as const;
export const termBlocks = { meaning: 'term_meaning', why: 'term_why' } as const;

// ---------------------------------------------------------------- how our messages are found again

export interface MessageMetadata {
  readonly event_type: 'leadloop_card' | 'leadloop_digest' | 'leadloop_note';
  readonly event_payload: { readonly key: string };
}

/** What is no note. */
const eventTypes: { readonly [K in Message['kind']]?: MessageMetadata['event_type'] } = {
  card: 'leadloop_card',
  marketing_card: 'leadloop_card',
  digest: 'leadloop_digest',
};

/** Metadata is readable by everyone in the workspace: an opaque key and nothing else. */
export function messageMetadata(kind: Message['kind'], mark: string): MessageMetadata {
  return { event_type: eventTypes[kind] ?? 'leadloop_note', event_payload: { key: mark } };
}
