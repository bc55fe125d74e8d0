// What this version does not know, an older or newer one put there: clicks and forms that are answered, never met with silence.
import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt';
import { Refusal } from '../domain/refusal.ts';
import { noticeView } from './blocks/answers.ts';
import { type SlackContext, tellPrivately, whereaboutsOf } from './context.ts';
import { clickIds, formIds } from './ids.ts';

export function fromAnotherVersion(): Refusal {
  return new Refusal(
    'unknown_lead',
    'This button is from another version of LeadLoop. Use /lead find with the name to get the newest card.',
  );
}

const formWords =
  'This form is from another version of LeadLoop, so nothing was stored. Use /lead find with the name to get the newest card.';

/** Registers an answer for every id that no other listener has. */
export function listenToOtherVersions(app: App, context: SlackContext): void {
  app.action<BlockAction>({ type: 'block_actions', action_id: noneOf(clickIds) }, async ({ ack, body }) => {
    await ack();
    await tellPrivately(context, whereaboutsOf(body), fromAnotherVersion());
  });
  app.view<ViewSubmitAction>(noneOf(formIds), async ({ ack }) => {
    await ack({ response_action: 'update', view: noticeView(formWords, context.directory.nameOf) });
  });
}

/** Our ids are letters, underscores and colons, so they stand for themselves here. */
function noneOf(ids: readonly string[]): RegExp {
  return new RegExp(`^(?!(?:${ids.join('|')})$)`);
}
