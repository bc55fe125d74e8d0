// What is said about agreements in the channels: a proposal as it stands, and that the definition is to be looked at again.
import type { Side } from '../domain/agreement/agreement.ts';
import type { Settings } from '../domain/settings.ts';
import type { CardMarks } from '../message.ts';
import type { Entry } from '../outbox.ts';
import { definitionOf, proposedIn } from './agreements.ts';
import type { Context, Parcel } from './parcel.ts';
import { peopleHere } from './reminders.ts';

/** The channel that an entry about an agreement is for by the settings of now. */
export function agreementLane({ about, lane }: Pick<Entry, 'about' | 'lane'>, { channels }: Settings): string {
  const purpose = about?.['purpose'];
  return purpose === 'leads' || purpose === 'marketing' ? channels[purpose] : lane;
}

export async function proposalParcel(context: Context, entry: Entry, marks: CardMarks): Promise<Parcel | null> {
  const { store } = context.desk;
  const { topic = '', id = '' } = entry.about ?? {};
  const proposed = await proposedIn(store, entry.workspaceId, topic === 'term' ? 'term' : 'definition', id);
  const { settings } = await store.workspace();
  if (!proposed || !settings || isSaidElsewhere(entry, settings)) return null;
  const { proposal, state } = proposed.standing;
  // Replaced before it was posted: the newer one says it all.
  if (entry.ts === null && state === 'replaced') return null;
  const asked = state === 'open' ? sidesIn(entry, settings).filter((side) => proposal[side] === null) : [];
  const people = asked.flatMap((side) => settings.people[side]).filter((person) => person !== proposal.by);
  const mentions = await peopleHere(context, entry.workspaceId, people);
  return { to: entry.channel ?? entry.lane, message: { kind: 'proposal', proposed, mentions, marks, timezone: settings.timezone } };
}

export async function reviewParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const { store } = context.desk;
  const { settings } = await store.workspace();
  const { versions, proposal } = await definitionOf(store, entry.workspaceId);
  const version = versions.at(-1);
  if (!settings || !version || String(version.version) !== entry.about?.['version'] || isSaidElsewhere(entry, settings)) return null;
  return {
    to: entry.channel ?? entry.lane,
    message: { kind: 'review', version, isProposalOpen: proposal !== null, timezone: settings.timezone },
  };
}

/** Both sides share a channel since: one message is enough. */
function isSaidElsewhere({ ts, about }: Entry, { channels }: Settings): boolean {
  return ts === null && about?.['purpose'] === 'marketing' && channels.marketing === channels.leads;
}

/** The sides that read the channel of this message. */
function sidesIn({ about }: Entry, { channels }: Settings): readonly Side[] {
  if (channels.leads === channels.marketing) return ['sales', 'marketing'];
  return about?.['purpose'] === 'marketing' ? ['marketing'] : ['sales'];
}
