// A deal was won: one line for the channel that thanks whoever found the lead good, and names what brought it.
import { type Handoff, type Lead, handoffOf } from '../../domain/lead.ts';
import type { Message } from '../../message.ts';
import { afterWords } from './dates.ts';
import { type Rendered, line, linked, richText } from './elements.ts';
import { renderErased } from './erased.ts';
import { budgets, cleanLine } from './inert.ts';
import { type OwnPhrase, type Phrase, bold, boldTheirs, doer, moment, say, theirs, toGist } from './phrase.ts';
import { leadGist, leadTitle, originPhrase } from './profile.ts';
import { amountPhrase, outcomeSigns, signed } from './standing.ts';

export function renderWin({ record, handoffId, link, timezone }: Extract<Message, { kind: 'win' }>): Rendered {
  const { lead, profile } = record;
  if (lead.isErased) return renderErased();
  const handoff = handoffOf(lead, handoffId);
  if (!handoff) throw new Error(`Lead ${lead.id} has no handoff ${handoffId}`);
  const { outcome } = handoff;
  const amount: OwnPhrase = outcome ? amountPhrase(outcome.amount, outcome.currency) : [];
  const rest: Phrase = [...amount, say('. '), ...thanks(handoff), ...broughtBy(handoff), ...firstTouch(lead, handoff, timezone)];
  return {
    text: `${outcomeSigns.won.word}: ${leadGist(profile)}${toGist(amount)}. ${toGist(thanks(handoff))}`,
    blocks: richText([
      line(
        ...signed(outcomeSigns.won.emoji, [bold(outcomeSigns.won.word), say(': ')]),
        boldTheirs(leadTitle(profile), budgets.title),
        ...rest,
        ...linked('Open the card', link),
      ),
    ]),
  };
}

/** Whoever qualified it; else whoever had it. Names of imported history are text and never a mention, so those stay out. */
function thanks({ verdict, owner }: Handoff): OwnPhrase {
  const rep = verdict?.verdict === 'qualified' ? verdict.by : owner;
  if (rep === null || !/^[UW]/.test(rep)) return [say('Thanks to everybody who had a hand in it.')];
  return [say('Thank you, '), doer(rep), say('!')];
}

/** The campaign that brought this handoff; the report counts the deal under the same. */
function broughtBy({ attribution }: Handoff): Phrase {
  const origin = originPhrase(attribution);
  return origin.length === 0 ? [] : [say(' It came '), ...origin, say('.')];
}

/** When the person first turned up, through what if that was something else, and how long it took from there. */
function firstTouch({ handoffs }: Lead, won: Handoff, timezone: string): Phrase {
  const first = handoffs.reduce((one, other) => (other.openedAt < one.openedAt ? other : one), won);
  const { source } = first.attribution;
  const isOther = cleanLine(source) !== '' && cleanLine(source) !== cleanLine(won.attribution.source);
  const through: Phrase = isOther ? [say(' through '), theirs(source ?? '')] : [];
  const took: OwnPhrase = won.outcome ? [say(`, won ${afterWords(Math.max(0, won.outcome.at - first.openedAt))}`)] : [];
  return [say(' First touch '), moment(first.openedAt, timezone, 'day'), ...through, ...took, say('.')];
}
