// Every message that we post, by kind: what it is rendered with.
import type { Message } from '../../message.ts';
import { renderAlert } from './alert.ts';
import { renderAnswer } from './answered.ts';
import { renderCard } from './card.ts';
import { renderChangeResult, renderChangeTold } from './change.ts';
import { renderCatchUp, renderCatchUpLine } from './catch-up.ts';
import { renderDigest } from './digest.ts';
import { renderDigestDetails } from './digest-details.ts';
import type { Rendered } from './elements.ts';
import { renderErased } from './erased.ts';
import { renderLine } from './line.ts';
import { renderMarketingCard } from './marketing-card.ts';
import { renderNudge } from './nudge.ts';
import { renderProposal, renderReview } from './proposal.ts';
import { renderQuestionsWeek } from './questions.ts';
import { renderSpend } from './spend.ts';
import { renderVerdictLine, renderVerdictsDay } from './verdict-line.ts';
import { renderWaiting } from './waiting.ts';
import { renderWin } from './win.ts';

type Kind = Message['kind'];
type MessageOf<K extends Kind> = Extract<Message, { kind: K }>;

const renderers: { readonly [K in Kind]: (message: MessageOf<K>) => Rendered } = {
  card: renderCard,
  marketing_card: renderMarketingCard,
  line: renderLine,
  nudge: renderNudge,
  change_told: renderChangeTold,
  change_result: renderChangeResult,
  win: renderWin,
  waiting: renderWaiting,
  catch_up: renderCatchUp,
  catch_up_line: renderCatchUpLine,
  verdicts_day: renderVerdictsDay,
  verdict_line: renderVerdictLine,
  digest: renderDigest,
  digest_details: renderDigestDetails,
  questions_week: renderQuestionsWeek,
  answer: renderAnswer,
  proposal: renderProposal,
  review: renderReview,
  spend: renderSpend,
  alert: renderAlert,
  erased: renderErased,
};

/** A message as Slack takes it. `blocks` is empty where the words are all there is: leave it out then. */
export function renderMessage<K extends Kind>(message: MessageOf<K>): Rendered {
  return renderers[message.kind](message);
}
