// A move by a person on a lead becomes events, or a Refusal with a sentence for that person.
import { Temporal } from 'temporal-polyfill';
import type { Version } from './agreement/agreement.ts';
import type { Definition } from './agreement/definition.ts';
import { underDefinition } from './agreement/judged.ts';
import type { RuleFacts } from './agreement/rule.ts';
import { attempt } from './attempt.ts';
import { type EventBody, type Handoff, type Lead, handoffOf, latestHandoff, stateOf } from './lead.ts';
import { type Answers, type Ask, type MoveName, moveOf } from './moves.ts';
import { type ReasonGroup, isReasonIn, reasonOf } from './reasons.ts';
import { Refusal } from './refusal.ts';
import type { Actor } from './roles.ts';

/** Words that came with an event; they stand in a text row of their own so that they can be forgotten. */
export interface EventText {
  readonly message?: string;
  readonly note?: string;
  readonly whatChanged?: string;
  /** How marketing warms the lead up. */
  readonly tactic?: string;
  /** What the person asked, told with a verdict. */
  readonly question?: string;
  /** Who judged, in imported history: text, never a mention. */
  readonly verdictBy?: string;
}

/** An event before it is stamped with ids and instants. */
export interface Draft {
  readonly body: EventBody;
  readonly handoffId: string;
  readonly cycle: number;
  readonly text?: EventText;
}

export interface MoveRequest {
  readonly move: MoveName;
  /** The handoff whose card was pressed. */
  readonly handoffId: string;
  readonly answers: Answers;
  readonly actor: Actor;
  /** Epoch milliseconds. */
  readonly now: number;
  /** IANA zone in which dates are meant. */
  readonly timezone: string;
  /** The id for the handoff that *Send back to sales* opens. */
  readonly nextHandoffId: string;
  /** The version that a verdict is given under; `null` where there is none. */
  readonly definition: Version<Definition> | null;
  /** What is known of the lead, as far as rules of criteria look at it. */
  readonly facts: RuleFacts;
}

/** May this person make this move on this lead now? Checked again when a modal is submitted. @throws Refusal */
export function checkMove(lead: Lead, request: Omit<MoveRequest, 'answers' | 'nextHandoffId' | 'definition' | 'facts'>): Handoff {
  const move = moveOf(request.move);
  const latest = latestHandoff(lead);
  if (lead.isErased) throw new Refusal('erased', 'This person was erased on request, so nothing more can be recorded here.');
  checkWho(request.actor, request.move, latest);
  if (handoffOf(lead, request.handoffId) === undefined || latest.id !== request.handoffId) {
    throw new Refusal('older_handoff', 'This card is from an earlier handoff of the lead. The newer card has the current state.', {
      seeHandoffId: latest.id,
    });
  }
  if (latest.isHistory)
    throw new Refusal('not_legal', 'This lead was imported as history, which is closed. A new enquiry of this person opens a card.');
  if (!move.from.includes(stateOf(lead))) throw new Refusal('not_legal', whyNot(latest, request.move, request.actor));
  return latest;
}

/** Decides a move: the events that it writes, oldest first. @throws Refusal when it is not possible or incomplete. */
export function decideMove(lead: Lead, request: MoveRequest): readonly Draft[] {
  const handoff = checkMove(lead, request);
  const { answers, actor } = request;
  const draft = (body: EventBody, text?: EventText): Draft => ({
    body,
    handoffId: handoff.id,
    cycle: handoff.cycle,
    ...(text ? { text } : {}),
  });
  const note = noteText(answers);
  switch (request.move) {
    case 'claim':
      return [draft({ type: 'claimed' })];
    case 'release':
      return [draft({ type: 'released' })];
    case 'note':
      return [draft({ type: 'noted', side: sideOf(actor, handoff) }, { note: required(answers.note, 'note', 'Write the note first.') })];
    case 'attempt': {
      const tried = draft(attempt(handoff, actor.id, request.now));
      return handoff.state === 'new' ? [draft({ type: 'claimed' }), tried] : [tried];
    }
    case 'qualified':
    case 'unqualified': {
      const judged = draft(judgement(request.move, request), withQuestion(note, answers));
      return handoff.state === 'new' ? [draft({ type: 'claimed' }), judged] : [judged];
    }
    case 'change_verdict':
      return [changedVerdict(request, draft, note)];
    case 'return': {
      const reason = checkedReason(answers, 'return', request);
      return [draft({ type: 'returned', reason, cause: 'person', ...notBeforeOf(answers) }, note)];
    }
    case 'archive':
      return [draft({ type: 'archived' })];
    case 'assign': {
      const owner = answers.assignTo;
      if (!owner) throw new Refusal('missing', 'Choose who should have this lead.', { field: 'assignTo' });
      return [draft({ type: 'claimed', owner })];
    }
    case 'nurture': {
      const tactic = required(answers.tactic, 'tactic', 'Say in a few words how the lead is warmed up.');
      const revisitOn = answers.revisitOn;
      if (!revisitOn) throw new Refusal('missing', 'Choose the day on which to look again.', { field: 'revisitOn' });
      if (revisitOn <= localDate(request.now, request.timezone))
        throw new Refusal('missing', 'Choose a date after today.', { field: 'revisitOn' });
      return [draft({ type: 'nurtured', revisitOn }, { tactic })];
    }
    case 'resubmit': {
      checkTimesSentBack(lead, actor);
      const whatChanged = required(answers.whatChanged, 'whatChanged', 'Say what changed, so that sales knows why the lead is back.');
      const body: EventBody = { type: 'resubmitted', attribution: handoff.attribution, isTest: handoff.isTest };
      return [{ body, handoffId: request.nextHandoffId, cycle: handoff.cycle + 1, text: { whatChanged } }];
    }
  }
}

function changedVerdict(request: MoveRequest, draft: (body: EventBody, text?: EventText) => Draft, note: EventText | undefined): Draft {
  const verdict = request.answers.verdict;
  if (!verdict) throw new Refusal('missing', 'Choose the new verdict.', { field: 'verdict' });
  return draft(verdict === 'reopen' ? { type: 'reopened' } : judgement(verdict, request), note);
}

function judgement(verdict: 'qualified' | 'unqualified', request: MoveRequest): EventBody {
  const reason = checkedReason(request.answers, verdict, request);
  const sendTo = reason === 'misrouted' ? request.answers.sendTo : undefined;
  const under = underDefinition(request.definition, request.facts, verdict, request.answers.failedCriterion);
  return { type: 'judged', verdict, reason, ...notBeforeOf(request.answers), ...(sendTo ? { sendTo } : {}), ...under };
}

const groupWords = { qualified: 'Qualified', unqualified: 'Unqualified', return: 'a return' } as const;

function checkedReason(answers: Answers, group: ReasonGroup, request: MoveRequest) {
  const code = answers.reason;
  if (!code) throw new Refusal('missing', 'Choose a reason.', { field: 'reason' });
  const reason = reasonOf(code);
  if (!isReasonIn(code, group)) {
    throw new Refusal('mismatch', `“${reason.label}” is not a reason for ${groupWords[group]}. Choose one that fits.`, { field: 'reason' });
  }
  if (reason.isNoteNeeded && !answers.note?.trim()) {
    throw new Refusal('missing', `With “${reason.label}”, say in a few words what it was.`, { field: 'note' });
  }
  if (reason.isDateNeeded && !answers.notBefore) {
    throw new Refusal('missing', `With “${reason.label}”, choose the date when the lead should come back.`, { field: 'notBefore' });
  }
  if (answers.notBefore && answers.notBefore <= localDate(request.now, request.timezone)) {
    throw new Refusal('missing', 'Choose a date after today.', { field: 'notBefore' });
  }
  return code;
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDate(at: number, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate().toString();
}

function required(text: string | undefined, field: Ask, sentence: string): string {
  const trimmed = text?.trim();
  if (!trimmed) throw new Refusal('missing', sentence, { field });
  return trimmed;
}

function noteText(answers: Answers): EventText | undefined {
  const note = answers.note?.trim();
  return note ? { note } : undefined;
}

function withQuestion(text: EventText | undefined, answers: Answers): EventText | undefined {
  const question = answers.question?.trim();
  return question ? { ...text, question } : text;
}

function notBeforeOf(answers: Answers): { notBefore?: string } {
  return answers.notBefore ? { notBefore: answers.notBefore } : {};
}

function sideOf(actor: Actor, handoff: Handoff): 'sales' | 'marketing' {
  return actor.roles.includes('sales') || handoff.owner === actor.id ? 'sales' : 'marketing';
}

/** A lead that goes back and forth is for somebody who can decide: a person's fourth *Send back* is a manager's. */
const sendsBackFreely = 3;

function checkTimesSentBack(lead: Lead, actor: Actor): void {
  const times = lead.handoffs.filter(({ openedBy, openedByWhom }) => openedBy === 'resubmitted' && openedByWhom !== 'system').length;
  if (times < sendsBackFreely || actor.roles.includes('manager')) return;
  throw new Refusal(
    'not_allowed',
    `This lead was sent back to sales ${times} times already, so sending it once more is for a manager to decide.`,
  );
}

const roleWords = { sales: 'sales', marketing: 'marketing', manager: 'managers', owner: 'its owner' } as const;

function checkWho(actor: Actor, name: MoveName, handoff: Handoff): void {
  const move = moveOf(name);
  const isAllowed = move.who.some((who) => (who === 'owner' ? handoff.owner === actor.id : actor.roles.includes(who)));
  if (isAllowed) return;
  if (actor.roles.length > 0 && move.who.includes('owner') && handoff.owner === null) return; // the state decides
  const who = move.who.map((role) => (role === 'owner' && handoff.owner ? `its owner <@${handoff.owner}>` : roleWords[role])).join(' and ');
  throw new Refusal('not_allowed', `“${move.label}” is for ${who} in this workspace. Ask a manager if you should be among them.`);
}

/** Who did what, for a card or modal that no longer fits the lead's state. */
function whyNot(handoff: Handoff, name: MoveName, actor: Actor): string {
  const { state, owner, verdict, returned } = handoff;
  const held = owner === actor.id ? 'You have this lead already.' : `This lead is already with <@${owner ?? ''}>.`;
  if (state === 'claimed') return name === 'claim' ? held : `This lead is claimed by <@${owner ?? ''}>. Use the buttons on its card.`;
  if ((state === 'qualified' || state === 'unqualified') && verdict) {
    return `This lead is already ${state}, by <@${verdict.by}>. Use Change verdict on its card to correct it.`;
  }
  if (state === 'returned' && returned) {
    const who = returned.cause === 'person' ? `, sent by <@${returned.by}>` : '';
    return `This lead is already with marketing${who}. Use Change verdict on its card to take it back.`;
  }
  const who = /^[UW]/.test(handoff.changedBy) ? `, by <@${handoff.changedBy}>` : '';
  if (state === 'new' && (handoff.verdict ?? returned ?? handoff.claimedAt) !== null) {
    return `This lead waits for anyone in sales again${who}. Use the buttons on its card.`;
  }
  if (state === 'new') return 'Nobody has this lead at the moment. Use the buttons on its card.';
  return `This lead is ${stateWords[state]}${who}, so this is not possible any more. Its card shows what is.`;
}

const stateWords = {
  new: 'waiting',
  claimed: 'claimed',
  qualified: 'qualified',
  unqualified: 'unqualified',
  returned: 'with marketing',
  nurturing: 'being warmed up by marketing',
  archived: 'archived',
  opportunity: 'an opportunity',
  won: 'won',
  lost: 'lost',
  erased: 'erased',
} as const;
