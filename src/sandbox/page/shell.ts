// The whole page: bar, list of channels, what is open, and the thread beside it.
import { html, nothing, type TemplateResult } from 'lit-html';
import { announcer } from './announcer.ts';
import { channelPane } from './channel.ts';
import { complaint, lostBanner } from './complaint.ts';
import { hints } from './hints.ts';
import { homePane } from './home.ts';
import { modalsOf } from './modal.ts';
import { newestIn, showNewest } from './scroll.ts';
import { sendLead } from './send-lead.ts';
import { sidebar } from './sidebar.ts';
import type { Visit } from './state.ts';
import { threadPane } from './thread.ts';
import { topbar } from './topbar.ts';

export function shell(visit: Visit): TemplateResult {
  const { local, screen } = visit;
  const channel = screen.channels.find(({ id }) => id === local.channel);
  const isHome = local.shows === 'home';
  const hasThread = !isHome && channel !== undefined && local.thread !== null;
  const skip = (event: Event): void => {
    event.preventDefault();
    if (local.shows === 'list') visit.open(local.channel);
    const list = [...document.querySelectorAll<HTMLElement>('#messages, .thread .messages')].find(({ clientHeight }) => clientHeight > 0);
    if (list !== undefined) showNewest(list);
    ((list && newestIn(list)) ?? list ?? document.getElementById('app-home'))?.focus({ preventScroll: true });
  };
  return html`<div class="shell shell-${local.shows} ${hasThread ? 'shell-thread' : ''}">
      <a class="skip" href="#content" @click=${skip}>Skip to messages</a>
      ${topbar(visit)}
      <div class="shell-lines">${lostBanner(local.isLost)}${complaint(visit)}</div>
      ${sidebar(visit)} ${hints(visit)}
      <main class="main" id="content" tabindex="-1">
        ${isHome ? homePane(visit) : channel === undefined ? nowhere() : channelPane(visit, channel)}
      </main>
      ${hasThread ? threadPane(visit, channel, local.thread ?? '') : nothing}
    </div>
    ${announcer(visit)} ${sendLead(visit)} ${modalsOf(visit)}`;
}

function nowhere(): TemplateResult {
  return html`<p class="messages-none">This person is in no channel yet.</p>`;
}

/** Before the first screen has come. */
export function opening(isLost: boolean): TemplateResult {
  return html`<main class="opening">${lostBanner(isLost)}${isLost ? nothing : html`<p>Opening the workspace…</p>`}</main>`;
}
