// The private answer of `/lead change`: what marketing changed in the last half year, and what came of each.
import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types';
import type { MarketingChange } from '../../domain/change.ts';
import { reasonLabel } from '../../domain/reasons.ts';
import type { BeforeAfter } from '../../domain/report/before-after.ts';
import { notWhy, resultSentences } from '../../domain/report/change-words.ts';
import { actionIds } from '../ids.ts';
import { encodeChange } from '../values.ts';
import { gistBudget, originWords, whatWords } from './change.ts';
import { dayInWords } from './dates.ts';
import { type Rendered, context, line, plain, richText } from './elements.ts';
import { inertGist } from './inert.ts';
import { bold, doer, say } from './phrase.ts';

export interface ShownChange {
  readonly change: MarketingChange;
  readonly result: BeforeAfter;
  /** Whoever reads it may take it back. */
  readonly mayTakeBack: boolean;
}

export interface ChangeAnswer {
  /** Newest first. */
  readonly changes: readonly ShownChange[];
  /** There are older ones that are not given. */
  readonly isMore: boolean;
  /** Whoever reads it may record one. */
  readonly mayRecord: boolean;
}

const none = 'No change was recorded in the last half year.';
const what = 'A change says which source or campaign marketing changed, when, and which reason of sales it answers.';

export function changeAnswer({ changes, isMore, mayRecord }: ChangeAnswer): Rendered {
  const title = changes.length === 0 ? none : 'You said, we did';
  const record: Button = { type: 'button', action_id: actionIds.recordChange, text: plain('Record a change'), value: 'v1' };
  return {
    text: inertGist([title, ...changes.map(({ change }) => titleOf(change))].join('; '), gistBudget),
    blocks: [
      ...richText([line(bold(title)), changes.length === 0 ? line(say(what)) : null]),
      ...changes.flatMap(changeBlocks),
      ...(isMore ? [context('Older ones are not shown.')] : []),
      ...(changes.some(({ result }) => result.state === 'compared') ? [context(notWhy)] : []),
      ...(mayRecord ? [{ type: 'actions' as const, elements: [record] }] : []),
    ],
  };
}

function titleOf(change: MarketingChange): string {
  return `${originWords(change.origin)}: ${whatWords(change)}`;
}

/** One tap would write to every rep who was told. */
const isItMeant: ConfirmationDialog = {
  title: plain('Take back?'),
  text: plain('Whoever was told of this change is told that it was recorded by mistake.'),
  confirm: plain('Take back'),
  deny: plain('Keep'),
};

function changeBlocks({ change, result, mayTakeBack }: ShownChange): KnownBlock[] {
  const { day, by, reason, id } = change;
  const button: Button = {
    type: 'button',
    action_id: actionIds.takeBackChange,
    text: plain('Take back'),
    value: encodeChange(id),
    confirm: isItMeant,
  };
  return [
    ...richText([
      line(bold(titleOf(change))),
      line(say(`On ${dayInWords(day)}, answers “${reasonLabel(reason)}”, recorded by `), doer(by)),
      ...resultSentences(result, reason).map((sentence) => line(say(sentence))),
    ]),
    ...(mayTakeBack ? [{ type: 'actions' as const, elements: [button] }] : []),
  ];
}
