// The list of channels, the app's conversation and its Home, and whom the reader acts as.
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { avatar } from './avatar.ts';
import { icon } from './icons.ts';
import { people } from './people.ts';
import type { ChannelShown } from './protocol.ts';
import type { Visit } from './state.ts';
import { unreadIn } from './timeline.ts';

interface Item {
  readonly id: string;
  readonly sign: TemplateResult;
  readonly words: string;
  readonly unread: number;
  readonly isOpen: boolean;
  open(): void;
}

export function sidebar(visit: Visit): TemplateResult {
  const { workspace, channels } = visit.screen;
  const ofKind = (kind: ChannelShown['kind']): readonly Item[] =>
    channels.filter((channel) => channel.kind === kind).map((channel) => channelItem(visit, channel));
  const home: Item = {
    id: 'home',
    sign: avatar(visit, workspace.appUser, 'small'),
    words: workspace.appName,
    unread: 0,
    isOpen: visit.local.shows === 'home',
    open: () => visit.openHome(),
  };
  return html`<nav class="sidebar" aria-label="Workspace">
    <div class="sidebar-lists">
      ${list('channels', 'Channels', ofKind('channel'))} ${list('direct', 'Direct messages', ofKind('direct'))}
      ${list('apps', 'Apps', [home])}
    </div>
    ${people(visit)}
  </nav>`;
}

/** How many top-level messages wait for this person in a channel. */
export function unreadOf(visit: Visit, channel: ChannelShown): number {
  const { me, now } = visit.screen;
  return unreadIn(channel, visit.memory.mark(me, channel.id, now), me);
}

function channelItem(visit: Visit, channel: ChannelShown): Item {
  const { local, screen } = visit;
  const isDirect = channel.kind === 'direct';
  return {
    id: channel.id,
    sign: isDirect ? avatar(visit, screen.workspace.appUser, 'small') : icon(channel.isPrivate ? 'lock' : 'hash', 16),
    words: isDirect ? screen.workspace.appName : channel.name,
    unread: unreadOf(visit, channel),
    isOpen: local.shows !== 'home' && local.channel === channel.id,
    open: () => visit.open(channel.id),
  };
}

function list(id: string, title: string, items: readonly Item[]): TemplateResult | typeof nothing {
  if (items.length === 0) return nothing;
  return html`<section class="sidebar-section" aria-labelledby="sidebar-${id}">
    <h2 class="sidebar-title" id="sidebar-${id}">${title}</h2>
    <ul class="sidebar-list">
      ${repeat(
        items,
        (item) => item.id,
        (item) =>
          html`<li>
            <button
              class="sidebar-item ${item.unread > 0 ? 'sidebar-unread' : ''}"
              type="button"
              id="sidebar-item-${item.id}"
              aria-current=${item.isOpen ? 'page' : nothing}
              @click=${item.open}
            >
              <span class="sidebar-sign">${item.sign}</span> <span class="sidebar-words">${item.words}</span> ${
                item.unread > 0
                  ? html`<span class="sidebar-badge">${item.unread}<span class="visually-hidden"> unread</span></span>`
                  : nothing
              }
            </button>
          </li>`,
      )}
    </ul>
  </section>`;
}
