// App Home: the page that the app draws for one person.
import { html, type TemplateResult } from 'lit-html';
import { appTabs } from './app-tabs.ts';
import { avatar } from './avatar.ts';
import { blocksOf } from './blocks.ts';
import { backButton } from './channel.ts';
import type { Visit } from './state.ts';

export function homePane(visit: Visit): TemplateResult {
  const { home, workspace, me } = visit.screen;
  return html`<header class="head head-app">
      ${backButton(visit)}
      <h2 class="head-title" id="channel-title" tabindex="-1">
        ${avatar(visit, workspace.appUser, 'medium')}<span>${workspace.appName}</span>
      </h2>
      ${appTabs(visit, 'home')}
    </header>
    <div class="home" id="app-home" role="tabpanel" aria-labelledby="tab-home" tabindex="0" data-pane="${me} home" data-starts="top">
      <div class="home-blocks">
        ${
          home === null
            ? html`<p class="home-none">${workspace.appName} is getting this page ready for you.</p>`
            : blocksOf(visit, home.blocks, { in: 'home' })
        }
      </div>
    </div>`;
}
