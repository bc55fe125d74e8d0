// One message in a channel that lists every lead which waits past its time for anyone in sales.
import type { Message, WaitingLead } from '../../message.ts';
import { type Rendered, context, line, linked, richText } from './elements.ts';
import { budgets } from './inert.ts';
import { bold, boldTheirs, emoji, moment, say } from './phrase.ts';
import { leadGist, leadTitle } from './profile.ts';

export type WaitingMessage = Extract<Message, { kind: 'waiting' }>;

const noneWords = 'No lead is waiting any more.';
/** They would not fit one message beyond. */
const shown = 20;

export function renderWaiting({ leads, more, timezone }: WaitingMessage): Rendered {
  const standing = leads.filter(({ record }) => !record.lead.isErased);
  const [first] = standing;
  if (!first) return { text: noneWords, blocks: [context(noneWords)] };
  const left = more + Math.max(0, standing.length - shown);
  const count = standing.length + more;
  const title = count === 1 ? '1 lead waits for anyone in sales' : `${count} leads wait for anyone in sales`;
  return {
    text: `${title}: ${leadGist(first.record.profile)}${count > 1 ? ' and others' : ''}`,
    blocks: [
      ...richText([
        line(emoji('hourglass_flowing_sand'), say(' '), bold(title)),
        ...standing.slice(0, shown).map((lead) => row(lead, timezone)),
      ]),
      ...(left > 0 ? [context(`${left} more in this channel`)] : []),
    ],
  };
}

function row({ record, link, since }: WaitingLead, timezone: string) {
  const title = boldTheirs(leadTitle(record.profile), budgets.title);
  return line(title, say(' · since '), moment(since, timezone), ...linked('Open', link));
}
