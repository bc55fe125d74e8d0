// The modal of a move: what it asks, how the answers are read back, where a refusal stands.
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Version } from '../../domain/agreement/agreement.ts';
import type { Definition } from '../../domain/agreement/definition.ts';
import { type Handoff, handoffOf } from '../../domain/lead.ts';
import { type Answers, type Ask, type MoveName, type NewVerdict, asks, asksOf, moveOf, newVerdicts } from '../../domain/moves.ts';
import { type ReasonGroup, isReasonCode, reasonLabel, reasonOf, reasonsIn } from '../../domain/reasons.ts';
import type { LeadRecord } from '../../ports.ts';
import { actionIds, callbackIds } from '../ids.ts';
import { decodeCriterion, encodeTarget } from '../values.ts';
import { criterionOptions } from './criteria.ts';
import { context, plain } from './elements.ts';
import { type StateValues, dateIn, optionIn, personIn, textIn } from './state.ts';
import { inertLine } from './inert.ts';
import { sentencePhrase } from './phrase.ts';
import { leadTitle } from './profile.ts';
import { reasonWords, verdictSigns } from './standing.ts';

export interface MoveForm {
  readonly move: MoveName;
  readonly record: LeadRecord;
  readonly handoffId: string;
  readonly timezone: string;
  /** The local date, `YYYY-MM-DD`. */
  readonly today: string;
  /** The definition in force; `null` before there is one. */
  readonly definition: Version<Definition> | null;
}

const noteLength = 1_000;
const questionLength = 300;

/** The modal of a move that asks something. Its `private_metadata` is the target, its callback id the move. */
export function moveForm(form: MoveForm): ModalView {
  const { move, record, handoffId, definition } = form;
  const { label } = moveOf(move);
  const asked = asksOf(move, definition !== null);
  return {
    type: 'modal',
    callback_id: callbackIds.move(move),
    private_metadata: encodeTarget(handoffId, move),
    title: plain(label),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [...intro(move, record, handoffId), ...asked.flatMap((ask) => inputs[ask](move, form) ?? [])],
  };
}

function intro(move: MoveName, record: LeadRecord, handoffId: string): KnownBlock[] {
  const { hint, asks: asked } = moveOf(move);
  const handoff = handoffOf(record.lead, handoffId);
  const now = asked.includes('verdict') && handoff ? nowWords(handoff) : '';
  return [context(`${leadTitle(record.profile)}${now}`), ...(hint ? [context(hint)] : [])];
}

function nowWords({ state, verdict }: Handoff): string {
  const isJudged = state === 'qualified' || state === 'unqualified';
  if (isJudged && verdict) return ` · now ${verdictSigns[verdict.verdict].word}: ${reasonWords(verdict.reason)}`;
  return ` · now ${state === 'archived' ? 'archived' : 'with marketing'}`;
}

// ---------------------------------------------------------------- inputs

const inputs = {
  verdict: () => input('verdict', { type: 'static_select', placeholder: plain('Choose'), options: verdictOptions }),
  reason: (move) => input('reason', reasonSelect(move), asksVerdict(move) ? 'Not needed for Reopen' : undefined, asksVerdict(move)),
  note: (move) => {
    const hint = requiredWith(move, 'isNoteNeeded');
    return input('note', { type: 'plain_text_input', multiline: true, max_length: noteLength }, hint, moveOf(move).asks.length > 1);
  },
  notBefore: (move) => input('notBefore', { type: 'datepicker' }, requiredWith(move, 'isDateNeeded'), true),
  sendTo: () =>
    input('sendTo', { type: 'users_select', placeholder: plain('Choose a person') }, `Only with ${reasonLabel('misrouted')}`, true),
  whatChanged: () => input('whatChanged', { type: 'plain_text_input', multiline: true, max_length: noteLength }),
  tactic: () => input('tactic', { type: 'plain_text_input', max_length: noteLength }, 'Such as: webinar invitation, call in spring'),
  revisitOn: () => input('revisitOn', { type: 'datepicker' }),
  assignTo: () => input('assignTo', { type: 'users_select', placeholder: plain('Choose a person') }),
  failedCriterion: (_, { definition }) => failedSelect(definition),
  question: () =>
    input('question', { type: 'plain_text_input', max_length: questionLength }, 'In their words, as far as you remember', true),
} as const satisfies Record<Ask, (move: MoveName, form: MoveForm) => InputBlock | null>;

type Element = InputBlock['element'];

function input(ask: Ask, element: Element, hint?: string, isOptional = false): InputBlock {
  return {
    type: 'input',
    block_id: ask,
    label: plain(asks[ask].label),
    element: { ...element, action_id: actionIds.answer },
    ...(hint ? { hint: plain(hint) } : {}),
    ...(isOptional ? { optional: true } : {}),
  };
}

/** A select without options is refused by Slack, and the whole form with it. */
function failedSelect(definition: Version<Definition> | null): InputBlock | null {
  const options = definition ? criterionOptions(definition) : [];
  if (!definition || options.length === 0) return null;
  const element: Element = { type: 'static_select', placeholder: plain('Choose a criterion'), options };
  return input('failedCriterion', element, `Of the definition v${definition.version}, where one decided it`, true);
}

const verdictOptions = (Object.keys(newVerdicts) as NewVerdict[]).map((verdict) => option(newVerdicts[verdict], verdict));

function reasonSelect(move: MoveName): Element {
  const placeholder = plain('Choose a reason');
  const [first, ...more] = groupsOf(move);
  if (more.length === 0) return { type: 'static_select', placeholder, options: reasonOptions(first) };
  const groups = [first, ...more].map((group) => ({ label: plain(groupLabels[group]), options: reasonOptions(group) }));
  return { type: 'static_select', placeholder, option_groups: groups };
}

const groupLabels: Record<ReasonGroup, string> = { qualified: 'Qualified', unqualified: 'Unqualified', return: 'Return to marketing' };

function reasonOptions(group: ReasonGroup): PlainTextOption[] {
  return reasonsIn(group).map((code) => option(reasonLabel(code), code));
}

function option(label: string, value: string): PlainTextOption {
  return { text: plain(label), value };
}

/** A move that asks for a reason is named after its group, or asks for the verdict too and takes both. */
function groupsOf(move: MoveName): [ReasonGroup, ...ReasonGroup[]] {
  if (asksVerdict(move)) return ['qualified', 'unqualified'];
  if (move === 'qualified' || move === 'unqualified' || move === 'return') return [move];
  throw new Error(`No reasons belong to the move ${move}`);
}

function asksVerdict(move: MoveName): boolean {
  return moveOf(move).asks.includes('verdict');
}

/** `Required with Not now`, by the table of reasons; nothing when no reason of the move needs it. */
function requiredWith(move: MoveName, need: 'isNoteNeeded' | 'isDateNeeded'): string | undefined {
  if (!moveOf(move).asks.includes('reason')) return undefined;
  const codes = groupsOf(move).flatMap((group) => reasonsIn(group));
  const labels = codes.filter((code) => reasonOf(code)[need]).map((code) => reasonLabel(code));
  return labels.length > 0 ? `Required with ${labels.join(' and ')}` : undefined;
}

// ---------------------------------------------------------------- answers and refusals

/** What a person answered. Values that we did not offer count as not answered. */
export function readAnswers(values: StateValues): Answers {
  const reason = known(optionIn(values, 'reason'), isReasonCode);
  const verdict = known(optionIn(values, 'verdict'), isNewVerdict);
  const [note, whatChanged, tactic] = [textIn(values, 'note'), textIn(values, 'whatChanged'), textIn(values, 'tactic')];
  const [notBefore, revisitOn] = [dateIn(values, 'notBefore'), dateIn(values, 'revisitOn')];
  const failedCriterion = decodeCriterion(optionIn(values, 'failedCriterion'));
  const question = textIn(values, 'question');
  const [sendTo, assignTo] = [personIn(values, 'sendTo'), personIn(values, 'assignTo')];
  return {
    ...(verdict ? { verdict } : {}),
    ...(reason ? { reason } : {}),
    ...(failedCriterion ? { failedCriterion } : {}),
    ...(note ? { note } : {}),
    ...(notBefore ? { notBefore } : {}),
    ...(sendTo ? { sendTo } : {}),
    ...(whatChanged ? { whatChanged } : {}),
    ...(tactic ? { tactic } : {}),
    ...(revisitOn ? { revisitOn } : {}),
    ...(assignTo ? { assignTo } : {}),
    ...(question ? { question } : {}),
  };
}

function known<T extends string>(text: string | undefined, isKnown: (text: string) => text is T): T | undefined {
  return text !== undefined && isKnown(text) ? text : undefined;
}

function isNewVerdict(text: string): text is NewVerdict {
  return Object.hasOwn(newVerdicts, text);
}

/** Where a refusal stands in a move's modal: under its field, else under the first. `message` must be plain words. */
export function formErrors(
  refusal: { readonly field?: Ask | undefined; readonly message: string },
  move: MoveName,
): Record<string, string> {
  const asked = moveOf(move).asks;
  const block = asked.find((ask) => ask === refusal.field) ?? asked[0];
  if (!block) throw new Error(`The move ${move} has no modal`);
  return { [block]: refusal.message };
}

/** A sentence where mentions do not show, as under a modal's field: `@name`, or *somebody* where the name is not known. */
export function plainSentence(sentence: string, nameOf: (id: string) => string | undefined): string {
  return sentencePhrase(sentence)
    .map((piece) => {
      if (piece.kind === 'words') return piece.words;
      if (piece.kind !== 'user') return piece.kind === 'channel' ? 'the channel' : 'the group';
      const name = inertLine(nameOf(piece.id));
      return name ? `@${name}` : 'somebody';
    })
    .join('');
}
