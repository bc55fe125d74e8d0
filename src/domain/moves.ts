// What a person can do to a lead: one row a move. Its button, modal, ids and events follow from it.
import type { LeadState } from './lead.ts';
import type { ReasonCode } from './reasons.ts';
import type { Role } from './roles.ts';

/** What a modal can ask. Labels are the contract's, at most 24 characters. */
export const asks = {
  verdict: { label: 'Verdict' },
  reason: { label: 'Reason' },
  failedCriterion: { label: 'Failed criterion', needsDefinition: true },
  note: { label: 'Note' },
  notBefore: { label: 'Not before' },
  sendTo: { label: 'Send to' },
  whatChanged: { label: 'What changed' },
  tactic: { label: 'Tactic' },
  revisitOn: { label: 'Revisit on' },
  assignTo: { label: 'Assign to' },
  question: { label: 'Question they asked', needsDefinition: true },
} as const satisfies Record<string, { label: string; needsDefinition?: true }>;
export type Ask = keyof typeof asks;

/** What *Change verdict* can turn a verdict into. */
export const newVerdicts = { qualified: 'Qualified', unqualified: 'Unqualified', reopen: 'Reopen' } as const;
export type NewVerdict = keyof typeof newVerdicts;

/** A criterion as a form brings it back: with the version whose criteria the form showed. */
export interface ChosenCriterion {
  readonly version: number;
  readonly id: string;
}

/** What a person answered in a modal; a move without questions has `{}`. */
export interface Answers {
  readonly verdict?: NewVerdict;
  readonly reason?: ReasonCode;
  readonly failedCriterion?: ChosenCriterion;
  readonly note?: string;
  /** Local date `YYYY-MM-DD`. */
  readonly notBefore?: string;
  /** Slack user id. */
  readonly sendTo?: string;
  readonly whatChanged?: string;
  readonly tactic?: string;
  /** Local date `YYYY-MM-DD`. */
  readonly revisitOn?: string;
  /** Slack user id. */
  readonly assignTo?: string;
  readonly question?: string;
}

export interface Move {
  /** On the button or menu item: at most 20 characters. */
  readonly label: string;
  /** Which card carries it. */
  readonly card: 'sales' | 'marketing';
  readonly place: 'button' | 'menu' | 'verdict';
  readonly from: readonly LeadState[];
  readonly who: readonly (Role | 'owner')[];
  readonly asks: readonly Ask[];
  /** The modal's own words: one sentence under the title. */
  readonly hint?: string;
  readonly style?: 'primary';
}

const judgedStates = ['qualified', 'unqualified'] as const;

export const moves = {
  claim: { label: 'Claim', card: 'sales', place: 'button', from: ['new'], who: ['sales', 'manager'], asks: [], style: 'primary' },
  qualified: {
    label: 'Qualified',
    card: 'sales',
    place: 'button',
    from: ['new', 'claimed'],
    who: ['sales', 'manager'],
    asks: ['reason', 'note', 'question'],
    hint: 'Marketing sees the reason and learns what to bring more of.',
  },
  unqualified: {
    label: 'Unqualified',
    card: 'sales',
    place: 'button',
    from: ['new', 'claimed'],
    who: ['sales', 'manager'],
    asks: ['reason', 'failedCriterion', 'note', 'notBefore', 'sendTo', 'question'],
    hint: 'A judgement: it counts in the report. If the lead is only not ready yet, use Return to marketing.',
  },
  return: {
    label: 'Return to marketing',
    card: 'sales',
    place: 'menu',
    from: ['new', 'claimed'],
    who: ['sales', 'manager'],
    asks: ['reason', 'note', 'notBefore'],
    hint: 'Not ready, warm it up: this never counts against the source.',
  },
  note: {
    label: 'Add a note',
    card: 'sales',
    place: 'menu',
    from: ['new', 'claimed'],
    who: ['sales', 'marketing', 'manager'],
    asks: ['note'],
  },
  attempt: {
    label: 'Log an attempt',
    card: 'sales',
    place: 'menu',
    from: ['new', 'claimed'],
    who: ['sales', 'manager'],
    asks: [],
  },
  release: { label: 'Release', card: 'sales', place: 'menu', from: ['claimed'], who: ['owner', 'manager'], asks: [] },
  assign: {
    label: 'Assign to',
    card: 'sales',
    place: 'menu',
    from: ['new', 'claimed'],
    who: ['manager'],
    asks: ['assignTo'],
    hint: 'They hear of it in the thread of the card.',
  },
  change_verdict: {
    label: 'Change verdict',
    card: 'sales',
    place: 'verdict',
    from: [...judgedStates, 'returned', 'nurturing', 'archived'],
    who: ['sales', 'manager'],
    asks: ['verdict', 'reason', 'note', 'notBefore'],
    hint: 'Reopen needs no reason. The earlier verdict stays in the history.',
  },
  nurture: {
    label: 'Start nurture',
    card: 'marketing',
    place: 'button',
    from: ['returned'],
    who: ['marketing', 'manager'],
    asks: ['tactic', 'revisitOn'],
    hint: 'On that day the card comes up again, and you are told.',
  },
  resubmit: {
    label: 'Send back to sales',
    card: 'marketing',
    place: 'button',
    from: ['returned', 'nurturing', 'archived'],
    who: ['marketing', 'manager'],
    asks: ['whatChanged'],
    hint: 'Sales sees this on the new card, beside the earlier verdict.',
    style: 'primary',
  },
  archive: {
    label: 'Archive',
    card: 'marketing',
    place: 'button',
    from: ['returned', 'nurturing'],
    who: ['marketing', 'manager'],
    asks: [],
  },
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

export const moveNames = Object.keys(moves) as MoveName[];

export function isMoveName(text: string): text is MoveName {
  return Object.hasOwn(moves, text);
}

/** The row of a move, widened so that optional columns can be read. */
export function moveOf(name: MoveName): Move {
  return moves[name];
}

/** What a move asks; some of it only once there is a definition. */
export function asksOf(name: MoveName, hasDefinition: boolean): readonly Ask[] {
  const needing: Readonly<Record<Ask, { readonly label: string; readonly needsDefinition?: true }>> = asks;
  return moveOf(name).asks.filter((ask) => hasDefinition || !needing[ask].needsDefinition);
}

/** The moves that a card of this side offers in this state, in the table's order. */
export function movesOn(card: Move['card'], state: LeadState): readonly MoveName[] {
  return moveNames.filter((name) => moveOf(name).card === card && moveOf(name).from.includes(state));
}
