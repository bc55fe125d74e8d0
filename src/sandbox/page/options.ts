// What a select offers: options and their groups, people, channels. Also for the fields of modals.
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { Page } from './page.ts';
import type { ChannelShown, Json } from './protocol.ts';
import { jsonIn, listIn, stringIn, stringsIn, wordsIn } from './json.ts';

/** Something to choose: its value is what Slack keeps, or the option's own value. */
export interface Offer {
  readonly value: string;
  readonly words: string;
}

export interface OfferGroup {
  /** `null` = not a group of its own. */
  readonly label: string | null;
  readonly offers: readonly Offer[];
}

type Offers = (page: Page, element: Json) => readonly Offer[];

/** TABLE: selects that offer people and channels, by their name without `multi_`. */
const OFFERS: Readonly<Record<string, Offers>> = {
  users_select: ({ screen }) => screen.users.map((id) => ({ value: id, words: screen.names[id] ?? id })),
  channels_select: ({ screen }) => screen.channels.filter(({ kind, isPrivate }) => kind === 'channel' && !isPrivate).map(offerOf),
  conversations_select: ({ screen }, element) => {
    const filter = jsonIn(element, 'filter');
    const kinds = stringsIn(filter, 'include');
    const isBotLeftOut = filter?.exclude_bot_users === true;
    return screen.channels
      .filter((channel) => kinds.length === 0 || kinds.includes(kindOf(channel)))
      .filter(({ kind }) => kind === 'channel' || !isBotLeftOut)
      .map(offerOf);
  },
};

const kindOf = ({ kind, isPrivate }: ChannelShown): string => (kind === 'direct' ? 'im' : isPrivate ? 'private' : 'public');
const offerOf = ({ id, name, kind }: ChannelShown): Offer => ({ value: id, words: kind === 'direct' ? name : `#${name}` });

/** The type of a select, whether one or many are chosen from it. */
export const singular = (type: string): string => type.replace(/^multi_/, '');

/** All that a select offers, in its groups; `chosen` is on offer in any case. Options are known by their value, people and channels by id. */
export function offersOf(page: Page, element: Json, chosen: readonly string[]): readonly OfferGroup[] {
  const type = singular(stringIn(element, 'type') ?? '');
  const offers = Object.hasOwn(OFFERS, type) ? OFFERS[type] : undefined;
  if (offers !== undefined) return [{ label: null, offers: withChosen(page, offers(page, element), chosen) }];
  const groups = listIn(element, 'option_groups');
  if (groups.length === 0) return [{ label: null, offers: listIn(element, 'options').map(offerIn) }];
  return groups.map((group) => ({ label: wordsIn(group, 'label'), offers: listIn(group, 'options').map(offerIn) }));
}

/** The `<option>`s of a select from which one is chosen, that one selected. */
export function optionsOf(page: Page, element: Json, chosen: readonly string[]): readonly TemplateResult[] {
  const option = ({ value, words }: Offer): TemplateResult =>
    html`<option value=${value} ?selected=${chosen.includes(value)}>${words}</option>`;
  return offersOf(page, element, chosen).flatMap(({ label, offers }) =>
    label === null ? offers.map(option) : [html`<optgroup label=${label}>${offers.map(option)}</optgroup>`],
  );
}

/** Somebody who was chosen stays on offer, although this reader could not choose them. */
function withChosen({ screen }: Page, offers: readonly Offer[], chosen: readonly string[]): readonly Offer[] {
  const missing = chosen.filter((id) => !offers.some(({ value }) => value === id));
  return [...offers, ...missing.map((id) => ({ value: id, words: screen.names[id] ?? id }))];
}

function offerIn(option: Json): Offer {
  const description = wordsIn(option, 'description');
  return { value: stringIn(option, 'value') ?? '', words: wordsIn(option, 'text') + (description === '' ? '' : ` – ${description}`) };
}
