// One message: who, when, what, and how many replies it has.
import { html, nothing, type TemplateResult } from 'lit-html';
import { classMap } from 'lit-html/directives/class-map.js';
import { avatar, nameOf } from './avatar.ts';
import { blocksOf } from './blocks.ts';
import { icon } from './icons.ts';
import { mrkdwn } from './texts.ts';
import type { ChannelShown, MessageShown } from './protocol.ts';
import type { Visit } from './state.ts';
import { keyOf } from './timeline.ts';
import { sentAt } from './times.ts';

const FACES = 3;

export interface MessagePlace {
  readonly channel: ChannelShown;
  /** A message may stand in the channel and in the open thread at once. */
  readonly list: 'channel' | 'thread';
  /** Stands under the name of the message before it. */
  readonly isFollowing: boolean;
}

export function messageId(list: MessagePlace['list'], key: string): string {
  return `${list}-${key}`;
}

export function message(visit: Visit, shown: MessageShown, place: MessagePlace): TemplateResult {
  const name = nameOf(visit, shown.user);
  const at = sentAt(shown.ts);
  const clock = visit.times.clock(at);
  const time = html`<time datetime=${new Date(at).toISOString()} title=${visit.times.stamp(at)}>${clock}</time>`;
  const classes = {
    message: true,
    'message-following': place.isFollowing,
    'message-private': shown.isPrivate,
    'message-highlighted': visit.local.highlighted === keyOf(shown),
  };
  return html`<article class=${classMap(classes)} id=${messageId(place.list, keyOf(shown))} aria-label="${name}, ${clock}" tabindex="-1">
    ${shown.isPrivate ? html`<p class="message-eye">${icon('eye', 14)} Only visible to you</p>` : nothing}
    <div class="message-gutter">${place.isFollowing ? time : avatar(visit, shown.user, 'large')}</div>
    <div class="message-main">
      ${
        place.isFollowing
          ? nothing
          : html`<p class="message-head">
              <span class="message-name">${name}</span>
              ${shown.isBot ? html`<span class="message-app">APP</span>` : nothing} ${time}
            </p>`
      }
      <div class="message-content">${content(visit, shown, place.channel)}</div>
      ${place.list === 'channel' && shown.replyCount > 0 ? replies(visit, shown) : nothing}
    </div>
  </article>`;
}

function content(visit: Visit, shown: MessageShown, channel: ChannelShown): TemplateResult {
  const edited = shown.isEdited ? html` <span class="message-edited">(edited)</span>` : nothing;
  if (shown.blocks === null || shown.blocks.length === 0)
    return html`<div class="message-text">${mrkdwn(visit, shown.text)}${edited}</div>`;
  return html`${blocksOf(visit, shown.blocks, { in: 'message', channel: channel.id, ts: shown.ts, isPrivate: shown.isPrivate })}${edited}`;
}

function replies(visit: Visit, shown: MessageShown): TemplateResult {
  const isOpen = visit.local.thread === shown.ts;
  return html`<button
    class="message-replies"
    type="button"
    id="replies-${shown.ts}"
    aria-expanded=${isOpen}
    @click=${() => visit.openThread(shown.ts)}
  >
    ${shown.replyUsers.slice(0, FACES).map((user) => avatar(visit, user, 'small'))}
    <span>${shown.replyCount === 1 ? '1 reply' : `${shown.replyCount} replies`}</span>
  </button>`;
}
