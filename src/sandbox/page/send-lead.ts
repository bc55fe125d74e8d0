// The form "Send a lead": what a website would send, from here or from a terminal.
import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { ACTIONS, exampleAfter } from './examples.ts';
import { icon } from './icons.ts';
import type { Visit } from './state.ts';

export const LEAD_DIALOG_ID = 'lead-dialog';

interface Field {
  readonly key: string;
  readonly label: string;
  readonly kind: 'text' | 'email' | 'action' | 'message';
}

const FIELDS: readonly Field[] = [
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'email', label: 'Email', kind: 'email' },
  { key: 'company', label: 'Company', kind: 'text' },
  { key: 'title', label: 'Title', kind: 'text' },
  { key: 'source', label: 'Source', kind: 'text' },
  { key: 'campaign', label: 'Campaign', kind: 'text' },
  { key: 'action', label: 'Action', kind: 'action' },
  { key: 'message', label: 'Message', kind: 'message' },
];

export function openLead(visit: Visit): void {
  const { local } = visit;
  local.example = exampleAfter(local.example);
  local.leadAnswer = null;
  local.dialog = 'lead';
  visit.redraw();
}

/** Always in the page; shown and hidden after each drawing. */
export function sendLead(visit: Visit): TemplateResult {
  const { local } = visit;
  const close = (): void => {
    local.dialog = null;
    visit.redraw();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const lead: Record<string, string> = {};
    for (const [key, value] of new FormData(event.currentTarget)) {
      if (typeof value === 'string' && value.trim() !== '') lead[key] = value.trim();
    }
    visit.sendLead(lead);
  };
  return html`<dialog class="lead" id=${LEAD_DIALOG_ID} aria-labelledby="lead-heading" @close=${() => local.dialog === 'lead' && close()}>
    ${local.dialog === 'lead' ? keyed(local.example, form(visit, submit, close)) : nothing}
  </dialog>`;
}

function form(visit: Visit, submit: (event: SubmitEvent) => void, close: () => void): TemplateResult {
  const { local, screen } = visit;
  const problem = local.leadAnswer?.ok === false ? local.leadAnswer.problem : null;
  return html`<form class="lead-form" novalidate autocomplete="off" @submit=${submit}>
    <header class="lead-head">
      <h2 class="lead-title" id="lead-heading">Send a lead</h2>
      <button class="head-button" type="button" aria-label="Close" @click=${close}>${icon('close', 20)}</button>
    </header>
    <div class="lead-body">
      <p class="lead-intro">As a form on a website would send it. Change what you like.</p>
      <div class="lead-fields">${FIELDS.map((field) => fieldRow(visit, field))}</div>
      <datalist id="lead-actions">${ACTIONS.map((action) => html`<option value=${action}></option>`)}</datalist>
      <p class="lead-problem" role="status">${problem}</p>
      ${screen.backstage === null ? nothing : terminal(visit, screen.backstage.curl)}
    </div>
    <footer class="lead-foot">
      <button class="button" type="button" @click=${close}>Cancel</button>
      <button class="button button-primary" type="submit" aria-disabled=${local.waiting > 0}>Send</button>
    </footer>
  </form>`;
}

function fieldRow(visit: Visit, { key, label, kind }: Field): TemplateResult {
  const { example, leadAnswer } = visit.local;
  const id = `lead-field-${key}`;
  const error = leadAnswer?.errors[key];
  const invalid = error === undefined ? nothing : 'true';
  const describedBy = error === undefined ? nothing : `${id}-error`;
  const value = example[key] ?? '';
  return html`<div class="lead-field ${kind === 'message' || kind === 'action' ? 'lead-wide' : ''}">
    <label for=${id}>${label}</label>
    ${
      kind === 'message'
        ? html`<textarea id=${id} name=${key} rows="2" aria-invalid=${invalid} aria-describedby=${describedBy} .value=${value}></textarea>`
        : html`<input
            id=${id}
            name=${key}
            type=${kind === 'email' ? 'email' : 'text'}
            list=${kind === 'action' ? 'lead-actions' : nothing}
            aria-invalid=${invalid}
            aria-describedby=${describedBy}
            ?autofocus=${key === 'name'}
            value=${value}
          />`
    }
    ${error === undefined ? nothing : html`<p class="lead-error" id="${id}-error">${error}</p>`}
  </div>`;
}

function terminal(visit: Visit, curl: string): TemplateResult {
  const copy = (): void => {
    const copied = navigator.clipboard?.writeText(curl) ?? Promise.reject(new Error('No clipboard here.'));
    void copied.then(
      () => visit.notify('Copied.'),
      () => {
        // Not allowed to write there: the line is marked instead, ready for a copy by hand.
        const line = document.getElementById('lead-curl');
        if (line !== null) getSelection()?.selectAllChildren(line);
        visit.notify('The line is marked. Copy it by keyboard.');
      },
    );
  };
  return html`<div class="lead-terminal">
    <h3 class="lead-or" id="lead-or">or from a terminal:</h3>
    <div class="lead-line">
      <pre class="lead-curl" id="lead-curl" role="region" aria-labelledby="lead-or" tabindex="0">${curl}</pre>
      <button class="button" type="button" aria-label="Copy the line for a terminal" @click=${copy}>Copy</button>
    </div>
    <p class="lead-copied" role="status">${visit.local.notice}</p>
  </div>`;
}
