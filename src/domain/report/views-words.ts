// The two views in words: counts first, and nothing said that the range does not carry. Names that others gave stay apart from our words.
import { Temporal } from 'temporal-polyfill';
import { isReasonCode, reasonOf } from '../reasons.ts';
import { changeOf } from './difference.ts';
import type { Report } from './metrics.ts';
import type { ScoreReport, ScoreSide } from './score-verdict.ts';
import type { ReasonWon, VerdictOutcome, WonWithin } from './verdict-outcome.ts';
import type { ActionView, ExpectedOf, Held } from './views-actions.ts';
import type { Share } from './wilson.ts';
import { certainty, enoughForPercent, enoughForRange, number, outOf, several } from './wording.ts';
import { shortDay } from './days-text.ts';

/** What the views are told from: a shorter report for what is judged, a longer one for what became of it. */
export interface ViewsFacts {
  readonly recent: Report;
  readonly long: Report;
}

// ---------------------------------------------------------------- expectation and verdict

/** TABLE: what the range says of an expectation. */
export const heldWords = {
  'less often': 'qualified less often than expected',
  'more often': 'qualified more often than expected',
  'as expected': 'as expected',
  'too few': 'too few to say',
} as const satisfies Record<Held, string>;

/** `30 of 38 qualified (79 %, likely 64–89 %); expected 80 % (ready): as expected`. */
export function actionWords({ qualifiedRate, expectation }: ActionView): string {
  const judged = qualifiedRate.n === 0 ? 'no verdicts that count yet' : `${outOf(qualifiedRate.k, qualifiedRate.n)} qualified`;
  const told = `${judged}${inBrackets(qualifiedRate)}`;
  if (!expectation) return `${told}; nothing expected yet`;
  return `${told}; expected ${expectedText(expectation)} (${expectation.readiness}): ${heldWords[expectation.held]}`;
}

export function expectedText({ expected }: ExpectedOf): string {
  return `${Math.round(expected * 100)} %`;
}

/** `on 3 Oct 2026, after 12 of 38 of them came`: an expectation that knew its leads is not much of one. */
export function sinceWords({ since, cameBefore }: ExpectedOf, { n }: Share, timezone: string): string {
  const day = `on ${shortDay(Temporal.Instant.from(since).toZonedDateTimeISO(timezone).toPlainDate())}`;
  if (cameBefore === 0) return day;
  return cameBefore === n ? `${day}, after these leads came` : `${day}, after ${outOf(cameBefore, n)} of them came`;
}

/** How many actions kept to what was expected; `null` where nothing is expected. */
export function expectationsLine({ actions = [] }: Report): string | null {
  const held = actions.flatMap(({ expectation }) => expectation?.held ?? []);
  if (held.length === 0) return null;
  const counts = (['as expected', 'less often', 'more often', 'too few'] as const).flatMap((one) => {
    const count = held.filter((other) => other === one).length;
    return count === 0 ? [] : [`${number(count)} ${heldWords[one]}`];
  });
  return `${several(held.length, 'action')}: ${counts.join(', ')}`;
}

// ---------------------------------------------------------------- score and verdict

const tellsWords = {
  up: 'the score tells them apart',
  none: 'this does not show that the score tells them apart',
  down: 'the other way round: low scores are qualified more often',
  'too few': 'too few to say',
} as const satisfies Record<ScoreReport['tells'], string>;

/** `High (60 or more) 30 of 38 qualified (…), low 12 of 37 (…): the score tells them apart`. */
export function scoreLine({ cut, high, low, tells }: ScoreReport): string {
  return `High (${number(cut)} or more) ${qualifiedWords(high, ' qualified')}, low ${qualifiedWords(low)}: ${tellsWords[tells]}`;
}

function qualifiedWords({ qualifiedRate }: ScoreSide, noun = ''): string {
  return qualifiedRate.n === 0
    ? 'without a verdict that counts'
    : `${outOf(qualifiedRate.k, qualifiedRate.n)}${noun}${inBrackets(qualifiedRate)}`;
}

/** Where the cut comes from, and who is left out. */
export function scoreNotes({ cut, definition, high, low, unscored }: ScoreReport): readonly string[] {
  const notCounted = high.notCounted + low.notCounted;
  return [
    definition === null
      ? `${number(cut)} is the middle of these scores: the definition in force has no rule on the score.`
      : `${number(cut)} is what version ${definition} of the definition asks for.`,
    notCounted === 0 ? '' : `${several(notCounted, 'unqualified lead')} left out, whose reasons do not count.`,
    unscored === 0 ? '' : `${several(unscored, 'judged lead')} came without a score.`,
  ].filter((sentence) => sentence !== '');
}

// ---------------------------------------------------------------- verdict and outcome

/** The ages that some verdict has reached. */
export function reached({ within }: VerdictOutcome): readonly WonWithin[] {
  return within.filter(({ qualified, unqualified }) => qualified.n + unqualified.n > 0);
}

/** `Within 30 days of the verdict: qualified 5 of 40 won (…), unqualified 1 of 60 (…)`. */
export function wonLine({ days, qualified, unqualified }: WonWithin): string {
  const isFew = Math.min(unqualified.n, qualified.n) < enoughForPercent;
  const said = {
    up: isFew ? ': different, on few verdicts' : ': unqualified ones were won more often',
    none: ': no clear difference',
    down: '',
    'too few': ': too few to say',
  }[changeOf(unqualified, qualified)];
  return `Within ${days} days of the verdict: qualified ${wonWords(qualified)}, unqualified ${wonWords(unqualified)}${said}`;
}

function wonWords(share: Share): string {
  return share.n === 0 ? 'none that old' : `${outOf(share.k, share.n)} won${inBrackets(share)}`;
}

/** `No need 1 of 12`. */
export function reasonWonWords({ label, won }: ReasonWon): string {
  return `${label} ${outOf(won.k, won.n)}${inBrackets(won)}`;
}

export function wonLaterWords(count: number): string {
  return `${several(count, 'lead')} judged unqualified ${count === 1 ? 'was' : 'were'} won later.`;
}

export function outcomeNotes({ recordedSince, leftOut, within }: VerdictOutcome): readonly string[] {
  const young = within.filter(({ tooYoung }) => tooYoung > 0);
  const ages = young.map(({ days, tooYoung }) => `${number(tooYoung)} not ${days} days old yet`);
  return [
    leftOut === 0
      ? ''
      : `No outcomes recorded before ${shortDay(recordedSince)}: ${several(leftOut, 'judged lead')} that came earlier ${leftOut === 1 ? 'is' : 'are'} left out.`,
    ages.length === 0 ? '' : `Verdicts left out: ${ages.join(', ')}.`,
  ].filter((sentence) => sentence !== '');
}

// ---------------------------------------------------------------- what somebody should look at

/** `name` was given by others and stands before the words, which are ours. */
export interface Flag {
  readonly name: string | null;
  readonly words: string;
}

/** Reasons that keep winning, then actions whose range leaves the expectation out. */
export function viewsFlags({ recent, long }: ViewsFacts): readonly Flag[] {
  const actions = (recent.actions ?? []).flatMap(({ action, qualifiedRate, expectation }): Flag[] => {
    if (!expectation || expectation.held === 'as expected' || expectation.held === 'too few') return [];
    const { k, n } = qualifiedRate;
    const words = `${heldWords[expectation.held]} (${outOf(k, n)}, ${certainty(qualifiedRate)}; expected ${expectedText(expectation)})`;
    return [{ name: action, words }];
  });
  return [...reasonFlags(long), ...actions];
}

/** Each reason once, at the longest age that shows it. */
export function reasonFlags({ verdictOutcome }: Report): readonly Flag[] {
  const flags = new Map<string, Flag>();
  for (const within of verdictOutcome?.within ?? []) {
    for (const reason of within.reasons) {
      if (reason.isWorthALook) flags.set(reason.code, { name: null, words: reasonFlag(reason, within) });
    }
  }
  return [...flags.values()];
}

function reasonFlag({ code, label, won }: ReasonWon, { days, qualified }: WonWithin): string {
  const comesBack = isReasonCode(code) && reasonOf(code).comesBack !== undefined;
  const question = comesBack ? 'they come back by themselves: would sooner be better?' : 'does the label mean what it says?';
  const counts = `${outOf(won.k, won.n)}; qualified ${outOf(qualified.k, qualified.n)}`;
  return `Worth a look: leads judged “${label}” were won ${comparedWon(won, qualified)} within ${days} days (${counts}): ${question}`;
}

/** Only what the two shares carry: that no difference shows is not that there is none. */
function comparedWon(won: Share, qualified: Share): string {
  if (qualified.n < enoughForRange) return 'often, with too few qualified ones to compare,';
  // On so few the direction is left to the counts.
  if (changeOf(won, qualified) === 'up')
    return Math.min(won.n, qualified.n) < enoughForPercent ? 'at least as often as qualified ones' : 'more often than qualified ones';
  return won.k * qualified.n >= qualified.k * won.n ? 'as often as qualified ones' : 'not clearly less often than qualified ones';
}

// ---------------------------------------------------------------- parts

function inBrackets(share: Share): string {
  const words = certainty(share);
  return words && ` (${words})`;
}
