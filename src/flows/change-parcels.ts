// What a person hears of a change in private: that their verdicts led there, and later what came of it.
import type { MarketingChange } from '../domain/change.ts';
import { localDate } from '../domain/decide.ts';
import type { Entry } from '../outbox.ts';
import { isResultToCome, isTooLate, resultsOf } from './change-results.ts';
import { changesIn } from './changes.ts';
import type { Context, Parcel } from './parcel.ts';

interface Found {
  readonly change: MarketingChange;
  readonly all: readonly MarketingChange[];
  readonly timezone: string;
}

async function changeOf({ desk }: Context, entry: Entry): Promise<Found | null> {
  const { settings } = await desk.store.workspace();
  const all = await changesIn(desk.store, entry.workspaceId);
  const change = all.find(({ id }) => id === entry.about?.['id']);
  return change && settings ? { change, all, timezone: settings.timezone } : null;
}

export async function changeToldParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await changeOf(context, entry);
  // Taken back before anybody heard of it: there is nothing to say.
  if (!found || (found.change.takenBack !== null && entry.ts === null)) return null;
  const { change, timezone } = found;
  // After an outage as long as that it is no news; what came of it is told all the same.
  if (entry.ts === null && isTooLate(change.at, context.desk.now())) return null;
  return {
    to: entry.channel ?? entry.lane,
    message: {
      kind: 'change_told',
      change,
      person: entry.lane,
      isResultToCome: await isResultToCome(context.desk.store, change),
      today: localDate(context.desk.now(), timezone),
    },
  };
}

/** @throws with a sentence when the figures cannot be made */
export async function changeResultParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await changeOf(context, entry);
  if (!found) return null;
  const isNew = entry.ts === null;
  if (isNew && (found.change.takenBack !== null || isTooLate(Number(entry.about?.['dueAt']), context.desk.now()))) return null;
  const [result] = await resultsOf(context, [found.change], found.all, found.timezone);
  return result ? { to: entry.channel ?? entry.lane, message: { kind: 'change_result', change: found.change, result } } : null;
}
