// To the owner alone: a lead has no verdict yet. Once it was judged or moved on, the same message says what became of it.
import { type Handoff, latestHandoff } from '../../domain/lead.ts';
import type { Message } from '../../message.ts';
import type { LeadRecord } from '../../ports.ts';
import { type Rendered, actionRow, line, linked, linkButton, moveButton, richText } from './elements.ts';
import { renderErased } from './erased.ts';
import { budgets, inertGist } from './inert.ts';
import { type OwnPhrase, type Phrase, boldTheirs, moment, say, toGist } from './phrase.ts';
import { joined, leadGist, leadTitle, originPhrase, whyGist, whyPhrase } from './profile.ts';
import { returnPhrase, returnSigns, signed, verdictPhrase, verdictSigns } from './standing.ts';

export type NudgeMessage = Extract<Message, { kind: 'nudge' }>;

export function renderNudge(message: NudgeMessage): Rendered {
  const { record, handoffId, owner } = message;
  if (record.lead.isErased) return renderErased();
  const handoff = record.lead.handoffs.find(({ id }) => id === handoffId);
  if (!handoff) throw new Error(`Lead ${record.lead.id} has no handoff ${handoffId}`);
  const isAsked = latestHandoff(record.lead).id === handoffId && handoff.state === 'claimed' && handoff.owner === owner;
  return isAsked ? asked(message, handoff) : told(message, handoff);
}

function asked({ record, link, timezone, owner }: NudgeMessage, handoff: Handoff): Rendered {
  const { attribution, id } = handoff;
  const source = inertGist(attribution.source);
  const since = claimedAt(record, handoff, owner);
  const held: Phrase = since === null ? [] : [say('With you since '), moment(since, timezone), say('. ')];
  return {
    text: `No verdict yet: ${leadGist(record.profile)}. ${whyGist(attribution)}${source ? `, from ${source}` : ''}.`,
    blocks: [
      ...richText([
        line(...signed('hourglass_flowing_sand', []), boldTheirs(leadTitle(record.profile), budgets.title)),
        line(...joined(whyPhrase(attribution), originPhrase(attribution))),
        line(...held, say('No verdict yet: what did it turn out to be?')),
      ]),
      ...actionRow(
        [moveButton('qualified', id), moveButton('unqualified', id), ...(link ? linkButton('Open the card', link) : [])],
        [],
        id,
      ),
    ],
  };
}

function claimedAt({ events }: LeadRecord, { id }: Handoff, owner: string): number | null {
  const claim = events.findLast((event) => event.type === 'claimed' && event.handoffId === id && (event.owner ?? event.by) === owner);
  return claim?.at ?? null;
}

function told({ record, link }: NudgeMessage, handoff: Handoff): Rendered {
  const outcome = becameOf(handoff);
  const title = leadTitle(record.profile);
  return {
    text: `${leadGist(record.profile)}: ${toGist(outcome).trim()}`,
    blocks: richText([line(boldTheirs(title, budgets.title), say(' · '), ...outcome, ...linked('Open the card', link))]),
  };
}

/** What became of it since; the verdict also where an outcome followed. */
function becameOf({ state, verdict, returned }: Handoff): OwnPhrase {
  const isWithMarketing = state === 'returned' || state === 'nurturing' || state === 'archived';
  if (isWithMarketing && returned) return signed(returnSigns[returned.cause].emoji, returnPhrase(returned));
  if (verdict && state !== 'new' && state !== 'claimed') return signed(verdictSigns[verdict.verdict].emoji, verdictPhrase(verdict));
  return [say('No longer with you')];
}
