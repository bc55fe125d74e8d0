// The open thread beside its channel: the first message, its replies, and where to answer.
import { html, nothing, type TemplateResult } from 'lit-html';
import { channelWords } from './channel.ts';
import { composer } from './composer.ts';
import { icon } from './icons.ts';
import { message } from './message.ts';
import { replyList } from './messages.ts';
import type { ChannelShown } from './protocol.ts';
import type { Visit } from './state.ts';
import { isReply, repliesTo } from './timeline.ts';

export function threadPane(visit: Visit, channel: ChannelShown, ts: string): TemplateResult {
  const first = channel.messages.find((one) => one.ts === ts && !isReply(one));
  const replies = repliesTo(channel, ts);
  return html`<aside class="thread" aria-label="Thread">
    <header class="head">
      <h2 class="head-title" id="thread-title" tabindex="-1"><span>Thread</span> <small>${channelWords(visit, channel)}</small></h2>
      <button class="head-button" type="button" aria-label="Close thread" @click=${() => visit.closeThread()}>${icon('close', 20)}</button>
    </header>
    <div class="messages" role="region" aria-label="Replies" tabindex="0" data-pane="${visit.screen.me} ${channel.id} ${ts}">
      <div class="messages-list messages-thread">
        ${
          first === undefined
            ? html`<p class="messages-none">The first message is too old to be shown here.</p>`
            : message(visit, first, { channel, list: 'thread', isFollowing: false })
        }
        ${
          replies.length === 0
            ? nothing
            : html`<h3 class="divider divider-replies"><span>${replies.length === 1 ? '1 reply' : `${replies.length} replies`}</span></h3>`
        }
        ${replyList(visit, channel, replies)}
      </div>
    </div>
    ${composer(visit, { channel: channel.id, threadTs: ts, label: 'Reply in this thread' })}
  </aside>`;
}
