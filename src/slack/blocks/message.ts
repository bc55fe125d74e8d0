// Every message that we post, by kind: what it is rendered with.
import type { Message } from '../../message.ts';
import { renderAlert } from './alert.ts';
import { renderCard, renderErased } from './card.ts';
import type { Rendered } from './elements.ts';
import { renderLine } from './line.ts';
import { renderMarketingCard } from './marketing-card.ts';
import { renderVerdictLine, renderVerdictsDay } from './verdict-line.ts';

type Kind = Message['kind'];
type MessageOf<K extends Kind> = Extract<Message, { kind: K }>;

const renderers: { readonly [K in Kind]: (message: MessageOf<K>) => Rendered } = {
  card: renderCard,
  marketing_card: renderMarketingCard,
  line: renderLine,
  verdicts_day: renderVerdictsDay,
  verdict_line: renderVerdictLine,
  alert: renderAlert,
  erased: renderErased,
};

/** A message as Slack takes it. `blocks` is empty where the words are all there is: leave it out then. */
export function renderMessage<K extends Kind>(message: MessageOf<K>): Rendered {
  return renderers[message.kind](message);
}
