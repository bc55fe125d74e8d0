// An open channel, or the app's conversation: header, messages, composer.
import { html, nothing, type TemplateResult } from 'lit-html';
import { appTabs } from './app-tabs.ts';
import { avatar } from './avatar.ts';
import { composer } from './composer.ts';
import { icon } from './icons.ts';
import { messageList } from './messages.ts';
import type { ChannelShown } from './protocol.ts';
import type { Visit } from './state.ts';
import { topLevelOf } from './timeline.ts';

/** `#leads`, or the app's name for its conversation. */
export function channelWords(visit: Visit, channel: ChannelShown): string {
  return channel.kind === 'direct' ? visit.screen.workspace.appName : `#${channel.name}`;
}

export function backButton(visit: Visit): TemplateResult {
  return html`<button class="head-back" type="button" aria-label="Back" @click=${() => visit.back()}>${icon('back', 22)}</button>`;
}

export function channelPane(visit: Visit, channel: ChannelShown): TemplateResult {
  const words = channelWords(visit, channel);
  const messages = topLevelOf(channel);
  return html`<header class="head ${channel.kind === 'direct' ? 'head-app' : ''}">
      ${backButton(visit)}
      <h2 class="head-title" id="channel-title" tabindex="-1">
        ${channel.kind === 'direct' ? avatar(visit, visit.screen.workspace.appUser, 'medium') : icon(channel.isPrivate ? 'lock' : 'hash')}
        <span>${channel.kind === 'direct' ? words : channel.name}</span>
      </h2>
      ${channel.kind === 'direct' ? appTabs(visit, 'messages') : nothing}
    </header>
    <div
      class="messages"
      id="messages"
      role=${channel.kind === 'direct' ? 'tabpanel' : 'region'}
      aria-label="Messages in ${words}"
      tabindex="0"
      data-pane="${visit.screen.me} ${channel.id}"
    >
      <div class="messages-list">
        ${
          messages.length === 0
            ? html`<p class="messages-none">Nothing has been written here yet.</p>`
            : messageList(visit, channel, messages, visit.local.newFrom)
        }
      </div>
    </div>
    ${composer(visit, { channel: channel.id, threadTs: null, label: `Message ${words}` })}`;
}
