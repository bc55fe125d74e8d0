// Money spent, for one person: the private answer of `/lead spend`, and the word that something was stored.
import type { Button, KnownBlock } from '@slack/types';
import { costLines, costUnknowns } from '../../domain/report/cost-words.ts';
import type { Report } from '../../domain/report/metrics.ts';
import { daysText } from '../../domain/report/days-text.ts';
import { number } from '../../domain/report/wording.ts';
import type { Spend } from '../../domain/spend.ts';
import type { Message } from '../../message.ts';
import { actionIds } from '../ids.ts';
import { encodeNames } from '../values.ts';
import { costPhrase } from './cost.ts';
import { bullets, smallPrint, together } from './digest-parts.ts';
import { type Rendered, header, line, plain, richText } from './elements.ts';
import { type Phrase, bold, say, theirs, toGist } from './phrase.ts';

const rowsShown = { source: 8, campaign: 5 } as const;
const title = 'Spend and cost';

/** Of each period what was spent and what came of it, the newest first, with *Add spend*. `names` are known from leads, for the form's hint. */
export function spendAnswer(reports: readonly Report[], names: readonly string[], asOf: string): Rendered {
  const cost = reports.find((report) => report.cost !== undefined)?.cost;
  const [first] = cost ? [...costLines(cost, 'source'), ...costLines(cost, 'campaign')] : [];
  const value = encodeNames(names);
  const button: Button = { type: 'button', action_id: actionIds.spend, text: plain('Add spend'), value };
  return {
    text: `${title}: ${first ? toGist(costPhrase(first)) : 'nothing recorded for this month and the last one.'}`,
    blocks: [header(title), ...reports.flatMap((report) => periodBlocks(report, asOf)), { type: 'actions', elements: [button] }],
  };
}

function periodBlocks({ period, cost }: Report, today: string): KnownBlock[] {
  const days = `${daysText(period.from, period.to)}${today < period.to ? ', so far' : ''}`;
  const head = line(bold(days));
  const views = (['source', 'campaign'] as const).flatMap((by) => {
    const lines = cost ? costLines(cost, by) : [];
    const more = lines.length - rowsShown[by];
    const phrases: Phrase[] = [
      ...lines.slice(0, rowsShown[by]).map(costPhrase),
      ...(more > 0 ? [[say(`and ${number(more)} more; leadloop report shows them`)]] : []),
    ];
    const label = line(say(by === 'source' ? 'By source' : 'By campaign'));
    return lines.length === 0 || !label ? [] : [label, ...bullets(phrases)];
  });
  const none = line(say('No money is recorded for these days.'));
  return [
    ...together(...(head ? [head] : []), ...(views.length > 0 ? views : none ? [none] : [])),
    ...(cost ? smallPrint(costUnknowns(cost)) : []),
  ];
}

// ---------------------------------------------------------------- stored

export function renderSpend({ spend, before, isUnseen }: Extract<Message, { kind: 'spend' }>): Rendered {
  const phrase: Phrase = [
    ...what(spend, before),
    say(` for the ${spend.of} `),
    theirs(spend.name),
    say(`, ${daysText(spend.from, spend.to)}. /lead spend shows what leads cost.`),
  ];
  const unseen: Phrase = [
    say(
      'No lead has come under this name yet. If your leads spell it in another way, take this away with the amount 0 and add it under that name.',
    ),
  ];
  const lines = isUnseen && spend.amount > 0 ? [phrase, unseen] : [phrase];
  return { text: lines.map(toGist).join(' '), blocks: richText(lines.map((one) => line(...one))) };
}

function what(spend: Spend, before: Spend | null): Phrase {
  if (spend.amount === 0) return [bold('Taken away: '), say(before ? money(before) : 'nothing')];
  return before ? [bold('Corrected: '), say(`${money(spend)} instead of ${money(before)}`)] : [bold('Stored: '), say(money(spend))];
}

function money({ amount, currency }: Spend): string {
  return `${number(amount)} ${currency}`;
}
