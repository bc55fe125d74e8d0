// The list of channels, the app, and whom the reader acts as.
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { avatar } from './avatar.ts';
import { icon } from './icons.ts';
import { people } from './people.ts';
import type { ChannelShown } from './protocol.ts';
import type { Visit } from './state.ts';
import { unreadIn } from './timeline.ts';

/** The app's item in the list, whichever of its tabs is open. */
const APP_ITEM = 'app';

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
  const shared = channels.filter(({ kind }) => kind === 'channel');
  const direct = channels.find(({ kind }) => kind === 'direct');
  // One entry for both of its tabs, Home and Messages.
  const app: Item = {
    id: APP_ITEM,
    sign: avatar(visit, workspace.appUser, 'small'),
    words: workspace.appName,
    unread: direct === undefined ? 0 : unreadOf(visit, direct),
    isOpen: visit.local.shows === 'home' || visit.local.channel === direct?.id,
    open: () => visit.openHome(),
  };
  return html`<nav class="sidebar" aria-label="Workspace">
    <div class="sidebar-lists">
      ${list(
        'channels',
        'Channels',
        shared.map((channel) => channelItem(visit, channel)),
      )}
      ${list('apps', 'Apps', [app])}
    </div>
    ${people(visit)}
  </nav>`;
}

/** The id of the button that leads to what is open. */
export function openItemId({ local, screen }: Visit): string {
  const isApp = local.shows === 'home' || screen.channels.some(({ id, kind }) => id === local.channel && kind === 'direct');
  return itemId(isApp ? APP_ITEM : local.channel);
}

const itemId = (id: string): string => `sidebar-item-${id}`;

/** How many top-level messages wait for this person in a channel. */
export function unreadOf(visit: Visit, channel: ChannelShown): number {
  const { me, now } = visit.screen;
  return unreadIn(channel, visit.memory.mark(me, channel.id, now), me);
}

function channelItem(visit: Visit, channel: ChannelShown): Item {
  const { local } = visit;
  return {
    id: channel.id,
    sign: icon(channel.isPrivate ? 'lock' : 'hash', 16),
    words: channel.name,
    unread: unreadOf(visit, channel),
    isOpen: local.shows !== 'home' && local.channel === channel.id,
    open: () => visit.open(channel.id),
  };
}

/** How many messages wait, for the eye and the ear; nothing for none. */
export function badge(unread: number): TemplateResult | typeof nothing {
  return unread === 0 ? nothing : html` <span class="sidebar-badge">${unread}<span class="visually-hidden"> unread</span></span>`;
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
              id=${itemId(item.id)}
              aria-current=${item.isOpen ? 'page' : nothing}
              @click=${item.open}
            >
              <span class="sidebar-sign">${item.sign}</span> <span class="sidebar-words">${item.words}</span> ${badge(item.unread)}
            </button>
          </li>`,
      )}
    </ul>
  </section>`;
}
