// Where people write: Enter sends, Shift+Enter breaks the line, "/" offers the commands.
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { offerFor, type Offer } from './commands.ts';
import { icon } from './icons.ts';
import { shortcutsMenu } from './shortcuts.ts';
import type { Visit } from './state.ts';

export interface Composer {
  readonly channel: string;
  readonly threadTs: string | null;
  /** Such as `Message #leads`. */
  readonly label: string;
}

/** Names a composer among all: drafts and chosen commands are kept by it. */
function keyOf({ channel, threadTs }: Composer): string {
  return `${channel}-${threadTs ?? 'channel'}`;
}

export function composer(visit: Visit, place: Composer): TemplateResult {
  const { local } = visit;
  const key = keyOf(place);
  const id = place.threadTs === null ? 'composer' : 'composer-thread';
  // Read anew at every event: typing alone does not draw the page again.
  const draftNow = (): string => local.drafts.get(key) ?? '';
  const offerNow = (): Offer => offerFor(local.offered?.composer === key ? draftNow() : '', visit.screen.commands);
  const chosenNow = (): number => (offerNow().commands.length > 0 ? (local.offered?.index ?? -1) : -1);

  const write = (text: string): void => {
    const wasPlain = draftNow().trim() !== '' && local.offered === null;
    local.drafts.set(key, text);
    const offer = offerFor(text, visit.screen.commands);
    local.offered = offer.commands.length > 0 ? { composer: key, index: offer.isUnfinished ? 0 : -1 } : null;
    if (!wasPlain || local.offered !== null || text.trim() === '') visit.redraw();
  };
  const take = (index: number): void => {
    const command = offerNow().commands[index];
    if (command !== undefined) write(`${command.name} `);
    document.getElementById(id)?.focus();
  };
  const send = (): void => {
    const text = draftNow().trim();
    if (text === '') return;
    local.drafts.delete(key);
    local.offered = null;
    visit.redraw();
    void visit.act({ kind: 'write', channel: place.channel, threadTs: place.threadTs, text }).then((answer) => {
      // What could not be sent is not lost, unless something else is being written by now.
      if (answer.ok || draftNow() !== '') return;
      local.drafts.set(key, text);
      visit.redraw();
    });
  };
  const choose = (index: number): void => {
    local.offered = { composer: key, index };
    visit.redraw();
  };
  const close = (): void => {
    local.offered = null;
    visit.redraw();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    const { commands, isUnfinished } = offerNow();
    const at = chosenNow();
    const keys: Readonly<Record<string, (() => void) | false>> = {
      Enter: at >= 0 && commands[at]?.name !== draftNow().trim() ? () => take(at) : send,
      Tab: at >= 0 && isUnfinished && (() => take(at)),
      ArrowDown: commands.length > 0 && (() => choose((at + 1) % commands.length)),
      ArrowUp: commands.length > 0 && (() => choose((Math.max(at, 0) - 1 + commands.length) % commands.length)),
      Escape: commands.length > 0 && close,
    };
    const run = keys[event.key];
    if (run === undefined || run === false) return;
    event.preventDefault();
    run();
  };

  const draft = draftNow();
  const offer = offerNow();
  const chosen = chosenNow();
  return html`<form
    class="composer"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      send();
    }}
  >
    ${offers(offer, chosen, id, take)}
    <label class="composer-label" for=${id}>${place.label}</label>
    <textarea
      class="composer-text"
      id=${id}
      rows="1"
      aria-autocomplete="list"
      aria-controls=${offer.commands.length > 0 ? `${id}-commands` : nothing}
      aria-activedescendant=${chosen >= 0 ? `${id}-command-${chosen}` : nothing}
      .value=${live(draft)}
      @input=${(event: InputEvent) => event.currentTarget instanceof HTMLTextAreaElement && write(event.currentTarget.value)}
      @keydown=${onKey}
    ></textarea>
    <div class="composer-row">
      ${place.threadTs === null ? shortcutsMenu(visit) : nothing}
      <span class="composer-help" aria-hidden="true">Enter sends, Shift + Enter starts a new line</span>
      <button class="composer-send" type="submit" aria-label="Send" aria-disabled=${draft.trim() === ''}>${icon('send')}</button>
    </div>
  </form>`;
}

function offers({ commands }: Offer, chosen: number, id: string, take: (index: number) => void): TemplateResult {
  return html`<ul class="composer-offers" id="${id}-commands" role="listbox" aria-label="Commands" ?hidden=${commands.length === 0}>
    ${commands.map(
      ({ name, hint }, index) =>
        html`<li
          class="composer-offer"
          id="${id}-command-${index}"
          role="option"
          aria-selected=${index === chosen}
          @mousedown=${(event: MouseEvent) => {
            event.preventDefault();
            take(index);
          }}
        >
          <b>${name}</b> <span>${hint}</span>
        </li>`,
    )}
  </ul>`;
}
