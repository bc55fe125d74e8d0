// Every id that Slack gives back to us, in one place: actions, modals, inputs, button values, message metadata.
import { createHash } from 'node:crypto';
import type { ChangeField, Origin } from '../domain/change.ts';
import { type ChosenCriterion, type MoveName, isMoveName, moveNames, moveOf } from '../domain/moves.ts';
import { isMetric } from '../domain/targets/metrics.ts';
import { type TargetField, type TargetName, targetSubject } from '../domain/targets/target.ts';
import type { Message } from '../message.ts';
import { optionLimits } from './limits.ts';

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

/** What a button or form about a shared target carries. */
export interface TargetFormRef {
  /** `2026-Q4`. */
  readonly quarter: string;
  /** Which target is changed; `null` for one that is to be set. */
  readonly name: TargetName | null;
  /** The line of it that is shown; 0 = none. */
  readonly seen: number;
}

const targetFormShape = /^v1:([12]\d{3}-Q[1-4]):(?:(\w{1,30})(?::([A-Z]{3}))?)?:(\d{1,15})$/;

/** `v1:<quarter>:[<metric>[:<currency>]]:<line>`. */
export function encodeTargetForm({ quarter, name, seen }: TargetFormRef): string {
  return `v1:${name ? targetSubject(name) : `${quarter}:`}:${seen}`;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeTargetForm(value: string | null | undefined): TargetFormRef | null {
  const [, quarter, metric, currency = '', seen] = targetFormShape.exec(value ?? '') ?? [];
  if (quarter === undefined || seen === undefined || (metric !== undefined && !isMetric(metric))) return null;
  return { quarter, name: metric === undefined ? null : { quarter, metric, currency }, seen: Number(seen) };
}
/** Block ids of the form *Answered by*. */
export const answeredBlocks = { link: 'answered_link', note: 'answered_note' } as const;
/** Block ids of the form *Record a change*. */
export const changeBlocks = {
  origin: 'change_origin',
  what: 'change_what',
  day: 'change_day',
  reason: 'change_reason',
} as const satisfies Record<ChangeField, string>;

/** The value of a source or campaign in a form: `v1:<axis>:<digest of its name>`, as names can be longer than a value. */
export function encodeOrigin({ axis, name }: Origin): string {
  return `v1:${axis}:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

/** The value of *Take back*: `v1:<id of the change>`. */
export function encodeChange(id: string): string {
  return `v1:${id}`;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeChange(value: string | undefined): string | null {
  return /^v1:([\w:-]{1,70})$/.exec(value ?? '')?.[1] ?? null;
}
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

/** What the form *Settings* carries: the version that it shows. */
export function encodeSettingsVersion(version: number): string {
  return `v1:${version}`;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeSettingsVersion(metadata: string | undefined): number | null {
  const [, digits] = /^v1:(\d{1,15})$/.exec(metadata ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
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

// ---------------------------------------------------------------- what a button on an agreement means

/** What a button or form about an agreement carries: which one, and what it shows of it. */
export interface AgreementTarget {
  readonly topic: 'definition' | 'term';
  /** A term as it was typed; `''` for the definition. */
  readonly term: string;
  /** In force when it was shown; 0 = none. */
  readonly version: number;
  readonly proposalId: string | null;
}

const agreementShape = /^v1:(definition|term):([^:]*):(\d{1,9}):([^:]*)$/;

/** `v1:<topic>:<term>:<version>:<proposal>`. The term must be well-formed text. */
export function encodeAgreement({ topic, term, version, proposalId }: AgreementTarget): string {
  return `v1:${topic}:${encodeURIComponent(term)}:${version}:${encodeURIComponent(proposalId ?? '')}`;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeAgreement(value: string | null | undefined): AgreementTarget | null {
  const [, topic, term, version, proposalId] = agreementShape.exec(value ?? '') ?? [];
  if (topic === undefined || term === undefined || version === undefined || proposalId === undefined) return null;
  try {
    return {
      topic: topic === 'term' ? 'term' : 'definition',
      term: decodeURIComponent(term),
      version: Number(version),
      proposalId: decodeURIComponent(proposalId) || null,
    };
  } catch {
    return null;
  }
}

// ---------------------------------------------------------------- what a button means

/** What a button or modal is about. `move` is absent where the action id says it. */
export interface Target {
  readonly version: 1;
  readonly handoffId: string;
  readonly move?: MoveName;
}

const targetShape = /^v1:([\w-]{1,56})(?::([a-z_]+))?$/;

/** The value of a button, menu item or modal: `v1:<handoffId>[:move]`. Cards live for years, so the format carries its version. */
export function encodeTarget(handoffId: string, move?: MoveName): string {
  const value = `v1:${handoffId}${move ? `:${move}` : ''}`;
  if (!targetShape.test(value) || value.length > optionLimits.value) throw new Error(`Handoff id does not fit a button: ${handoffId}`);
  return value;
}

/** Reads such a value back; `null` for one that we never wrote, or a newer version did. */
export function decodeTarget(value: string | null | undefined): Target | null {
  const found = typeof value === 'string' && value.length <= optionLimits.value ? targetShape.exec(value) : null;
  const [, handoffId, move] = found ?? [];
  if (!handoffId) return null;
  if (move === undefined) return { version: 1, handoffId };
  return isMoveName(move) ? { version: 1, handoffId, move } : null;
}

const questionShape = /^v1:([\w:-]{1,72})$/;

/** The value of *Answered by*, on its button and in its form: `v1:<event id of a question>`; `null` for an id that does not fit. */
export function encodeQuestion(eventId: string): string | null {
  const value = `v1:${eventId}`;
  return questionShape.test(value) && value.length <= optionLimits.value ? value : null;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeQuestion(value: string | null | undefined): string | null {
  return questionShape.exec(value ?? '')?.[1] ?? null;
}

const criterionShape = /^c1:([1-9]\d{0,8}):([\w-]{1,56})$/;

/** The value of a criterion in a form: `c1:<version of the definition>:<id>`, of the version that the form shows; `null` for an id that does not fit. */
export function encodeCriterion({ version, id }: ChosenCriterion): string | null {
  const value = `c1:${version}:${id}`;
  return criterionShape.test(value) && value.length <= optionLimits.value ? value : null;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeCriterion(value: string | undefined): ChosenCriterion | null {
  const [, version, id] = criterionShape.exec(value ?? '') ?? [];
  return version === undefined || id === undefined ? null : { version: Number(version), id };
}

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
