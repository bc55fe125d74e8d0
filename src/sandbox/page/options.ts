// What a select offers: options and their groups, people, channels. Also for the fields of modals.
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { Page } from './page.ts';
import type { ChannelShown, Json } from './protocol.ts';
import { jsonIn, listIn, stringIn, stringsIn, wordsIn } from './json.ts';

/** Something to choose: its value is what Slack keeps, or the option's own value. */
interface Offer {
  readonly value: string;
  readonly words: string;
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

/** The `<option>`s of any select, `chosen` ones selected. Options are known by their value, people and channels by id. */
export function optionsOf(page: Page, element: Json, chosen: readonly string[]): readonly TemplateResult[] {
  const type = singular(stringIn(element, 'type') ?? '');
  const offers = Object.hasOwn(OFFERS, type) ? OFFERS[type] : undefined;
  const option = ({ value, words }: Offer): TemplateResult =>
    html`<option value=${value} ?selected=${chosen.includes(value)}>${words}</option>`;
  if (offers !== undefined) return withChosen(page, offers(page, element), chosen).map(option);
  const groups = listIn(element, 'option_groups');
  if (groups.length === 0) return listIn(element, 'options').map((one) => option(offerIn(one)));
  return groups.map(
    (group) => html`<optgroup label=${wordsIn(group, 'label')}>${listIn(group, 'options').map((one) => option(offerIn(one)))}</optgroup>`,
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
