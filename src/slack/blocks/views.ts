// The answer of `/lead views`: what was expected, scored and judged side by side, and what became of it. Names of actions are strangers'.
import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { unknownName } from '../../domain/report/group.ts';
import type { Report } from '../../domain/report/metrics.ts';
import { daysText } from '../../domain/report/days-text.ts';
import { actionsOf } from '../../domain/report/views.ts';
import type { ActionView } from '../../domain/report/views-actions.ts';
import { scoreTable } from '../../domain/report/views-table.ts';
import {
  type ViewsFacts,
  actionWords,
  outcomeNotes,
  reached,
  reasonFlags,
  reasonWonWords,
  scoreLine,
  scoreNotes,
  sinceWords,
  wonLaterWords,
  wonLine,
} from '../../domain/report/views-words.ts';
import { number } from '../../domain/report/wording.ts';
import { actionIds } from '../ids.ts';
import { encodeActions, encodeDays } from '../views-values.ts';
import { bullets, columns, nameInLine, publicWords, smallPrint, together } from './digest-parts.ts';
import { type Rendered, context, header, line, plain } from './elements.ts';
import { type Budget, escape } from './inert.ts';
import { type Phrase, bold, doer, say } from './phrase.ts';
import { flagPhrase } from './views-digest.ts';

const actionsShown = 12;
const reasonsShown = 6;
const tableColumns = 60;
const whyBudget: Budget = { graphemes: 80, points: 120 };
/** With more actions than this, some ranges leave an expectation out by chance. */
const manyActions = 10;

const labels = { expectations: 'Set expectations', highNo: 'High but no', lowYes: 'Low but yes', noThatWon: 'No that won' } as const;

interface About {
  readonly timezone: string;
  /** Actions for which this person may say what is expected; none = no button. */
  readonly settable: readonly string[];
}

export function viewsAnswer(facts: ViewsFacts, about: About): Rendered {
  const { recent, long } = facts;
  const title = 'Two views of the same leads';
  const days = daysText(recent.period.from, recent.period.to);
  return {
    text: escape(`${title}, ${days}`),
    blocks: [
      header(title),
      context(`Leads of ${days}, as known now; what became of them: leads of ${daysText(long.period.from, long.period.to)}.`),
      ...actionBlocks(recent, about),
      ...scoreBlocks(recent),
      ...outcomeBlocks(long),
    ],
  };
}

// ---------------------------------------------------------------- the three parts

function actionBlocks(report: Report, { timezone, settable }: About): KnownBlock[] {
  const title = line(bold('What was expected, and what sales judged'));
  const actions = actionsOf(report);
  const more = actions.length - actionsShown;
  const rows = actions.slice(0, actionsShown).map((view) => actionPhrase(view, timezone));
  const expected = actions.filter(({ expectation }) => expectation !== null).length;
  const button = buttonOf('expectations', encodeActions(settable));
  return [
    ...together(...(title ? [title] : []), ...bullets(more > 0 ? [...rows, [say(`and ${number(more)} more`)]] : rows)),
    ...(actions.length === 0 ? [context('No leads arrived in these days.')] : []),
    ...(expected > manyActions ? [context(`Among ${number(expected)} expectations some are left out by chance alone.`)] : []),
    ...rowOf(settable.length > 0 ? [button] : []),
  ];
}

function actionPhrase(view: ActionView, timezone: string): Phrase {
  const { action, qualifiedRate, expectation } = view;
  const why = expectation?.why ? publicWords(expectation.why, whyBudget) : '';
  return [
    bold(nameInLine(action === unknownName ? { ours: unknownName } : { theirs: action })),
    say(`  ${actionWords(view)}`),
    ...(expectation ? [say(', set by '), doer(expectation.by), say(` ${sinceWords(expectation, qualifiedRate, timezone)}`)] : []),
    ...(why ? [say(`: “${why}”`)] : []),
  ];
}

function scoreBlocks({ scores, quarrels, period }: Report): KnownBlock[] {
  const title = line(bold('Score and verdict'));
  if (!scores) return together(...(title ? [title] : []), ...sentence('No two of these leads came with different scores.'));
  const days = encodeDays(period);
  return [
    ...together(...(title ? [title] : []), ...columns(scoreTable(scores, tableColumns)), ...sentence(`${scoreLine(scores)}.`)),
    ...smallPrint(scoreNotes(scores)),
    ...rowOf([
      ...((quarrels?.highNo.total ?? 0) > 0 ? [buttonOf('highNo', days)] : []),
      ...((quarrels?.lowYes.total ?? 0) > 0 ? [buttonOf('lowYes', days)] : []),
    ]),
  ];
}

function outcomeBlocks(report: Report): KnownBlock[] {
  const { verdictOutcome, quarrels, period } = report;
  const title = line(bold('Verdict and outcome'));
  const head = title ? [title] : [];
  if (!verdictOutcome) return together(...head, ...sentence('No outcomes of judged leads are recorded yet: /lead outcome records one.'));
  const ages = reached(verdictOutcome);
  const oldest = ages.at(-1);
  const reasons = (oldest?.reasons ?? []).slice(0, reasonsShown).map(reasonWonWords);
  const rows: Phrase[] = [
    ...ages.map((within): Phrase => [say(`${wonLine(within)}.`)]),
    ...(oldest && reasons.length > 0 ? [[say(`Won within ${oldest.days} days, by reason: ${reasons.join(' · ')}.`)]] : []),
    ...reasonFlags(report).map(flagPhrase),
  ];
  const won = quarrels?.noThatWon.total ?? 0;
  return [
    ...together(...head, ...(rows.length === 0 ? sentence('No verdict is 30 days old yet, so it is too early to say.') : bullets(rows))),
    ...smallPrint([...outcomeNotes(verdictOutcome), ...(won === 0 ? [] : [wonLaterWords(won)])]),
    ...rowOf(won === 0 ? [] : [buttonOf('noThatWon', encodeDays(period))]),
  ];
}

// ---------------------------------------------------------------- parts

function sentence(words: string) {
  const section = line(say(words));
  return section ? [section] : [];
}

function buttonOf(id: keyof typeof labels, value: string): Button {
  return { type: 'button', action_id: actionIds[id], text: plain(labels[id]), value };
}

function rowOf(elements: readonly Button[]): ActionsBlock[] {
  return elements.length > 0 ? [{ type: 'actions', elements: [...elements] }] : [];
}
