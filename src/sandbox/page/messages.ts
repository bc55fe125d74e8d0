// A list of messages that scrolls, with its dividers: the channel's, or the open thread's.
import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { message, type MessagePlace } from './message.ts';
import type { ChannelShown, MessageShown } from './protocol.ts';
import type { Visit } from './state.ts';
import { entriesOf, keyOf, type Entry } from './timeline.ts';

type MessageEntry = Extract<Entry, { readonly is: 'message' }>;

/** @param newFrom the read mark after which the "New" line stands; `null` = none */
export function messageList(
  visit: Visit,
  channel: ChannelShown,
  messages: readonly MessageShown[],
  newFrom: string | null,
): TemplateResult {
  const entries = entriesOf(messages, { me: visit.screen.me, now: visit.now(), times: visit.times, newFrom });
  return html`${repeat(
    entries,
    (entry) => entry.key,
    (entry) => drawEntry(visit, entry, { channel, list: 'channel' }),
  )}`;
}

/** Replies have no dividers: their days are told by the times. */
export function replyList(visit: Visit, channel: ChannelShown, messages: readonly MessageShown[]): TemplateResult {
  const entries = entriesOf(messages, { me: visit.screen.me, now: visit.now(), times: visit.times, newFrom: null });
  return html`${repeat(
    entries,
    (entry) => entry.key,
    (entry) => (entry.is === 'message' ? drawEntry(visit, entry, { channel, list: 'thread' }) : nothing),
  )}`;
}

/** All that the look of a message depends on. Hundreds of them stand in a list, and few change at once. */
function dependsOn(visit: Visit, { message: shown, isFollowing }: MessageEntry): unknown[] {
  const { local, screen, times } = visit;
  const isThreadOpen = local.thread === shown.ts;
  const isHighlighted = local.highlighted === keyOf(shown);
  // Times are in words such as "today" and "2 hours ago": they grow old by the minute.
  return [shown, isFollowing, isThreadOpen, isHighlighted, screen.me, screen.names, times.stamp(visit.now())];
}

function drawEntry(visit: Visit, entry: Entry, place: Omit<MessagePlace, 'isFollowing'>): TemplateResult {
  if (entry.is === 'day') return html`<h3 class="divider"><span>${entry.words}</span></h3>`;
  if (entry.is === 'new') return html`<h3 class="divider divider-new"><span>New</span></h3>`;
  return html`${guard(dependsOn(visit, entry), () => message(visit, entry.message, { ...place, isFollowing: entry.isFollowing }))}`;
}
