// Every id that Slack gives back to us, in one place: actions, modals, inputs, button values, message metadata.
import { type ChosenCriterion, type MoveName, isMoveName, moveNames, moveOf } from '../domain/moves.ts';
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
  /** *Outcome* beside a lead of `/lead outcome`. */
  outcome: 'outcome_open',
  /** *Add spend* under the answer of `/lead spend`. */
  spend: 'spend_open',
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
  actionIds.outcome,
  actionIds.spend,
];

const movePrefix = 'move:';

export const callbackIds = {
  /** The global shortcut and the modal behind it and `/lead add`. */
  addLead: 'add_lead',
  settings: 'settings',
  outcome: 'outcome',
  spend: 'spend',
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
  callbackIds.definition,
  callbackIds.term,
  callbackIds.outcome,
  callbackIds.spend,
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

/** Slack takes 2,000 characters in the value of a button. */
const namesLength = 600;

/** Names for a form's hint, on the button that opens it: `v1:` and one a line, as many as fit. */
export function encodeNames(names: readonly string[]): string {
  let value = 'v1:';
  for (const name of names) {
    const line = name.replaceAll(/\s+/g, ' ').toWellFormed();
    if (value.length + line.length + 1 > namesLength) break;
    value += `${value === 'v1:' ? '' : '\n'}${line}`;
  }
  return value;
}

/** Reads them back; `null` for a value that we never wrote, or a newer version did. */
export function decodeNames(value: string | null | undefined): readonly string[] | null {
  if (!value?.startsWith('v1:') || value.length > namesLength) return null;
  return value
    .slice(3)
    .split('\n')
    .filter((name) => name !== '');
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
