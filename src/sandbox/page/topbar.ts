// The bar above everything: the workspace's clock, what moves it, and the button that sends a lead.
import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from './icons.ts';
import type { TimeStep } from './protocol.ts';
import { openLead } from './send-lead.ts';
import type { Visit } from './state.ts';

const STEPS = [
  ['hour', '+ 1 hour'],
  ['day', '+ 1 day'],
  ['monday', 'To Monday 9:00'],
] as const satisfies readonly (readonly [TimeStep, string])[];

export function topbar(visit: Visit): TemplateResult {
  const { backstage } = visit.screen;
  const now = visit.now();
  return html`<header class="topbar">
    <h1 class="topbar-name">${visit.screen.workspace.name}</h1>
    <div class="topbar-when">
      <p class="topbar-clock">
        ${icon('clock', 16)}<span class="visually-hidden">In this workspace it is</span>
        <time datetime=${new Date(now).toISOString()} title=${visit.screen.workspace.timezone}>${visit.times.stamp(now)}</time>
      </p>
      <p class="topbar-moving" role="status">${backstage?.isMoving === true ? 'Moving the clock …' : nothing}</p>
    </div>
    ${
      backstage === null
        ? nothing
        : html`<div class="topbar-time" role="group" aria-label="Time" aria-busy=${backstage.isMoving}>
              ${STEPS.map(
                ([step, words]) =>
                  html`<button
                    class="topbar-button"
                    type="button"
                    aria-disabled=${backstage.isMoving}
                    @click=${() => !backstage.isMoving && void visit.act({ kind: 'time', step })}
                  >
                    ${words}
                  </button>`,
              )}
            </div>
            <button class="topbar-button topbar-lead" type="button" aria-haspopup="dialog" @click=${() => openLead(visit)}>
              ${icon('plus', 16)} Send a lead
            </button>`
    }
  </header>`;
}
