// What came of a change, in words: counts and ranges before and after, or why there is nothing to compare. Never a cause.
import { changeAgeDays, windowDays } from '../change.ts';
import { type ReasonCode, reasonLabel } from '../reasons.ts';
import type { BeforeAfter, Compared } from './before-after.ts';
import type { Share } from './wilson.ts';
import { certainty, enoughForPercent, outOf } from './wording.ts';
import { shortDay } from './days-text.ts';

type Told = Extract<BeforeAfter, { state: 'compared' }>;

/** What is never claimed, to stand under results. */
export const notWhy = `Each lead counts as it stood ${changeAgeDays} days after it came. This says what came after a change, not why.`;

/** TABLE: how a change is called. */
const calls: { readonly [change in Compared['change']]: string } = {
  up: 'clearly more often',
  down: 'clearly less often',
  none: 'no clear change',
  'too few': 'too few to say',
  'not called': 'not compared',
};

/** Sentence after sentence; `reason` is the one that the change answers. */
export function resultSentences(result: BeforeAfter, reason: ReasonCode): readonly string[] {
  if (result.state === 'too_early') {
    return [
      `Too early to tell: it takes ${windowDays} days on both sides and ${changeAgeDays} more for the verdicts, so ask again on ${shortDay(result.tellsOn)}.`,
    ];
  }
  if (result.state === 'unequal') return [unequal];
  const days = `in the ${windowDays} days`;
  return [
    `${reasonLabel(reason)}: ${sides(result.reason, [`verdicts ${days} before`, `${days} after`])}.`,
    `Qualified: ${sides(result.qualified, ['before', 'after'])}.`,
    ...caveats(result, reason),
  ];
}

/** The same in one line: `Wrong person 8 of 14 before (likely 33–79 %), 3 of 15 after (likely 7–45 %): clearly less often. …`. */
export function resultLine(result: BeforeAfter, reason: ReasonCode): string {
  if (result.state !== 'compared') return resultSentences(result, reason).join(' ');
  const words = ['before', 'after'] as const;
  return [
    `${reasonLabel(reason)} ${sides(result.reason, words)}.`,
    `Qualified ${sides(result.qualified, words)}.`,
    ...caveats(result, reason),
  ].join(' ');
}

const unequal = `Leads from there are known for less than ${windowDays} days before the change, so before and after are not equally long and are not compared.`;

function sides({ before, after, change }: Compared, [first, second]: readonly [string, string]): string {
  const isMoved = change === 'up' || change === 'down';
  // So few show that something differs; the direction is left to the counts.
  const isFew = Math.min(before.n, after.n) < enoughForPercent;
  return `${sure(before, first)}, ${sure(after, second)}: ${isMoved && isFew ? 'different, on few verdicts' : calls[change]}`;
}

function sure(share: Share, when: string): string {
  const words = certainty(share);
  return `${outOf(share.k, share.n)} ${when}${words && ` (${words})`}`;
}

function caveats({ reason, qualified, judged, others }: Told, code: ReasonCode): readonly string[] {
  const { before, after } = judged;
  const moving = [...(reason.wasMoving ? [reasonLabel(code)] : []), ...(qualified.wasMoving ? ['Qualified'] : [])];
  return [
    ...(reason.change === 'not called'
      ? [
          `Within ${changeAgeDays} days ${outOf(before.k, before.n)} leads were judged before and ${outOf(after.k, after.n)} after; that differs clearly, and leads without a verdict may be of either kind, so no change is called.`,
        ]
      : []),
    ...(moving.length > 0 ? [`${moving.join(' and ')} had clearly moved that way already before the change.`] : []),
    ...(others > 0
      ? [
          `${others === 1 ? 'Another change' : `${others} other changes`} of the same origin ${others === 1 ? 'lies' : 'lie'} within these days, so their effects cannot be told apart.`,
        ]
      : []),
  ];
}

/** `15 Dec 2026`. */
