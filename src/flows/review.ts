// The review date of the definition: when it has come, both sides are asked once to look at it again.
import { Temporal } from 'temporal-polyfill';
import type { NewEntry } from '../domain/consequences.ts';
import type { Store } from '../ports.ts';
import { definitionInForce, told } from './agreements.ts';
import type { Desk } from './record.ts';

/** When the definition in force is to be looked at again: the first opening on its review date. `null` without definition or settings. */
async function reviewAt(store: Store, workspaceId: string): Promise<{ readonly version: number; readonly at: number } | null> {
  const { settings, timetable } = await store.workspace();
  const definition = settings && timetable ? await definitionInForce(store, workspaceId) : null;
  if (!settings || !timetable || !definition) return null;
  const day = Temporal.PlainDate.from(definition.content.reviewOn).toZonedDateTime(settings.timezone);
  return { version: definition.version, at: timetable.calendar.nextOpening(day.epochMilliseconds) };
}

/** When it is due, while that is still to come. */
export async function nextReview(store: Store, workspaceId: string, now: number): Promise<number | null> {
  const review = await reviewAt(store, workspaceId);
  return review && review.at > now ? review.at : null;
}

/** Puts the reminder that is due into the outbox, once for each version. Resolves with when to look again; `null` when nothing is planned. */
export async function planReview(desk: Desk, workspaceId: string): Promise<number | null> {
  const { store } = desk;
  const review = await reviewAt(store, workspaceId);
  if (!review) return null;
  if (review.at > desk.now()) return review.at;
  const { settings } = await store.workspace();
  const entries = settings
    ? told(settings.channels).map((purpose) => reviewEntry(review.version, purpose, settings.channels[purpose]))
    : [];
  const [first] = entries;
  if (first && !(await store.outbox.byKey(workspaceId, first.key))) await store.outbox.enqueue(workspaceId, entries);
  return null;
}

function reviewEntry(version: number, purpose: 'leads' | 'marketing', lane: string): NewEntry {
  const about = { version: String(version), purpose };
  return { key: `review:definition:${version}:${purpose}`, kind: 'review', lane, rank: 0, about };
}
