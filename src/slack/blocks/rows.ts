// A lead as a row of a list: who, why, how it stands; for the App Home and private answers.
import type { KnownBlock } from '@slack/types';
import type { Wait } from '../../domain/deadline.ts';
import { type Handoff, type LeadState, latestHandoff, stateOf } from '../../domain/lead.ts';
import { type Move, type MoveName, moveOf, movesOn } from '../../domain/moves.ts';
import type { LeadRecord } from '../../ports.ts';
import { backPhrase, revisitPhrase, takeUpPhrase } from './clock.ts';
import { actionRow, line, linkButton, moveButton, richText } from './elements.ts';
import { budgets } from './inert.ts';
import { type Phrase, boldTheirs, doer, moment, say } from './phrase.ts';
import { joined, leadTitle, originPhrase, testMark, whyPiece } from './profile.ts';
import { reasonWords } from './standing.ts';

/** A lead in a list, with a link to its card when one is known. */
export interface ListedLead {
  readonly record: LeadRecord;
  readonly handoffId: string;
  readonly link?: string | null;
  /** How long somebody has been waited for; absent or `null` where that is not said. */
  readonly wait?: Wait | null;
}

const erasedRow: Phrase = [say('Erased on request.')];

const stateWords = {
  new: 'nobody has it yet',
  claimed: 'claimed',
  qualified: 'qualified',
  unqualified: 'unqualified',
  returned: 'with marketing',
  nurturing: 'being warmed up by marketing',
  archived: 'archived',
  opportunity: 'opportunity',
  won: 'won',
  lost: 'lost',
  erased: 'erased on request',
} as const satisfies Record<LeadState, string>;

/** In a list whose title says how its leads stand: name and company; why they came, why they came back, since when, what is due. Two blocks at most. */
export function homeRow(lead: ListedLead, side: Move['card'], timezone: string): KnownBlock[] {
  const { record, handoffId, link } = lead;
  if (record.lead.isErased) return richText([line(...erasedRow)]);
  const handoff = latestHandoff(record.lead);
  const { returned } = handoff;
  const back: Phrase =
    side === 'marketing' && returned ? [say(returned.cause === 'stalled' ? 'stalled' : reasonWords(returned.reason))] : [];
  const since = [moment(returned && side === 'marketing' ? returned.at : handoff.openedAt, timezone)];
  const about = joined([whyPiece(handoff.attribution, false)], originPhrase(handoff.attribution), back, since);
  const moves = movesOn(side, stateOf(record.lead)).filter(isIn('button'));
  const rows = richText([line(...titlePhrase(record, handoff)), line(...about), line(...duePhrase(lead, handoff, side, timezone))]);
  return [...rows, ...buttonRow(moves, [], handoffId, link ?? null)];
}

/** What is due, and when: back to marketing, to be taken up, to be looked at again. */
function duePhrase({ wait = null }: ListedLead, handoff: Handoff, side: Move['card'], timezone: string): Phrase {
  if (side === 'sales') return backPhrase(wait, timezone);
  return joined(handoff.state === 'returned' ? takeUpPhrase(wait, timezone) : [], revisitPhrase(handoff));
}

/** One line: name, company, how it stands, who has it; with a link to its card. */
export function foundRow({ record, link }: ListedLead): KnownBlock[] {
  const open: Phrase = link ? [say(' · '), { kind: 'link', url: link, words: 'Open' }] : [];
  return richText([line(...foundPhrase(record), ...open)]);
}

/** The same with everything that can be done to the lead now, on either side. */
export function workRow(lead: ListedLead): KnownBlock[] {
  const { record, handoffId } = lead;
  const state = stateOf(record.lead);
  const isClosed = record.lead.isErased || latestHandoff(record.lead).isHistory;
  const moves = [...movesOn('sales', state), ...movesOn('marketing', state)];
  const isInMenu = isIn('menu');
  const buttons = moves.filter((move) => !isInMenu(move));
  return [...foundRow(lead), ...(isClosed ? [] : buttonRow(buttons, moves.filter(isInMenu), handoffId, null))];
}

function foundPhrase(record: LeadRecord): Phrase {
  if (record.lead.isErased) return erasedRow;
  const handoff = latestHandoff(record.lead);
  return joined(titlePhrase(record, handoff), standPhrase(record, handoff));
}

function titlePhrase(record: LeadRecord, handoff: Handoff): Phrase {
  return [say(testMark(handoff)), boldTheirs(leadTitle(record.profile), budgets.title)];
}

function standPhrase({ lead }: LeadRecord, { owner, returned }: Handoff): Phrase {
  const state = stateOf(lead);
  if (state === 'claimed' && owner !== null) return [say('with '), doer(owner)];
  return [say(state === 'returned' && returned?.cause === 'stalled' ? 'stalled, with marketing' : stateWords[state])];
}

function buttonRow(buttons: readonly MoveName[], menu: readonly MoveName[], handoffId: string, link: string | null): KnownBlock[] {
  return actionRow([...buttons.map((move) => moveButton(move, handoffId)), ...(link ? linkButton('Open', link) : [])], menu, handoffId);
}

function isIn(place: Move['place']): (move: MoveName) => boolean {
  return (move) => moveOf(move).place === place;
}
