// The shared targets of a quarter: the private answer with its table and buttons, and the paragraph of the digest.
import type { Button, KnownBlock } from '@slack/types';
import type { Target } from '../../domain/targets/target.ts';
import type { TargetRow, TargetSheet } from '../../domain/targets/sheet.ts';
import { daysWords, progressWords, sheetLines, sheetTitle, standingWords, targetLabel, targetValue } from '../../domain/targets/words.ts';
import { number } from '../../domain/report/wording.ts';
import { actionIds } from '../ids.ts';
import { encodeTargetForm } from '../values.ts';
import { bullets, columns, publicWords, together } from './digest-parts.ts';
import { type Rendered, context, header, line, ownSection, plain, richText } from './elements.ts';
import { type Budget, escape } from './inert.ts';
import { type Phrase, bold, doer, say } from './phrase.ts';

/** Each has a line in the table, and one with its button. */
const rowsShown = 20;
/** Of the table: Slack takes 3,000 characters in one piece. */
const tablePoints = 2_800;
/** The digest has much else to tell. */
const digestRows = 6;
const nextBudget: Budget = { graphemes: 80, points: 160 };

export interface TargetsAnswer {
  readonly sheet: TargetSheet;
  /** The quarter can still be changed: it is the running one, or the next. */
  readonly isOpen: boolean;
  /** Which of them whoever asks may change. */
  readonly mayChange: (target: Target) => boolean;
}

/** `/lead targets`. */
export function targetsAnswer({ sheet, isOpen, mayChange }: TargetsAnswer): Rendered {
  const { quarter, days, rows } = sheet;
  const title = sheetTitle(sheet);
  const set: Button = { ...button('Set a target'), value: encodeTargetForm({ quarter, name: null, seen: 0 }) };
  const shown = rows.slice(0, rowsShown);
  return {
    text: escape(rows.length === 0 ? `${title}: none yet` : `${title}: ${rows.map(gist).join('; ')}`),
    blocks: [
      header(title),
      context(daysWords(days)),
      ...(rows.length === 0 ? richText([line(say(isOpen ? invitation : 'No targets were set for this quarter.'))]) : []),
      ...shown.map((row) => rowSection(row, sheet, isOpen && mayChange(row.target))),
      ...(rows.length > shown.length ? [context(`and ${number(rows.length - shown.length)} more: leadloop export targets`)] : []),
      ...(isOpen ? [{ type: 'actions' as const, elements: [set] }] : []),
      // Below: it is for copying, and a phone breaks its lines.
      ...together(...(rows.length > 0 ? columns(sheetLines({ rows: shown }, tablePoints)) : [])),
      ...(rows.length > 0 && days.hasBegun ? [context(about)] : []),
    ],
  };
}

const invitation =
  'No targets yet. A shared target has a number, one owner in sales and one in marketing, and a next step: both look at the same figures.';
const about = 'Of leads that came in this quarter, up to yesterday. Ahead and behind are said only where chance alone would hardly do it.';

function gist({ target, progress }: TargetRow): string {
  return `${targetLabel(target)} ${standingWords[progress.standing] || targetValue(target)}`;
}

function button(label: string): Button {
  return { type: 'button', action_id: actionIds.target, text: plain(label) };
}

/** `*Qualified leads*  71 of 120, about 67 expected so far: on pace · @kim for sales, @mia for marketing`. */
function rowSection(row: TargetRow, { quarter, days }: TargetSheet, canChange: boolean): KnownBlock {
  const { target } = row;
  const words = [
    bold(targetLabel(target)),
    say(`  ${progressWords(row, days)} · `),
    doer(target.sales),
    say(' for sales, '),
    doer(target.marketing),
    say(' for marketing'),
  ];
  const value = encodeTargetForm({ quarter, name: target, seen: target.seq });
  return ownSection(words, canChange ? { ...button('Change'), value } : undefined);
}

// ---------------------------------------------------------------- the digest

/** *Shared targets* of the quarter in which the week lies, a line each; nothing where none is set. */
export function sharedTargets(sheet: TargetSheet | undefined): KnownBlock[] {
  return targetRows(sheet, (row, { days }) => [bold(targetLabel(row.target)), say(`  ${progressWords(row, days)}`)]);
}

/** The same for the thread, with who owns each and the next step. */
export function sharedTargetDetails(sheet: TargetSheet | undefined): KnownBlock[] {
  return targetRows(sheet, detailPhrase);
}

function targetRows(sheet: TargetSheet | undefined, phraseOf: (row: TargetRow, sheet: TargetSheet) => Phrase): KnownBlock[] {
  const title = sheet ? line(bold(sheetTitle(sheet)), say(`  ${daysWords(sheet.days)}`)) : null;
  if (!sheet || !title || sheet.rows.length === 0) return [];
  const more = sheet.rows.length - digestRows;
  const rows = sheet.rows.slice(0, digestRows).map((row) => phraseOf(row, sheet));
  return together(title, ...bullets(more > 0 ? [...rows, [say(`and ${number(more)} more: /lead targets`)]] : rows));
}

function detailPhrase(row: TargetRow, { days }: TargetSheet): Phrase {
  const { sales, marketing, next } = row.target;
  const step = publicWords(next, nextBudget);
  return [
    bold(targetLabel(row.target)),
    say(`  ${progressWords(row, days)} · `),
    doer(sales),
    say(', '),
    doer(marketing),
    ...(step ? [say(` · Next: ${step}`)] : []),
  ];
}
