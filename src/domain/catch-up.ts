// After a long silence many things are due at once: they are told under one message a channel, instead of each by itself.
import type { NewEntry } from './consequences.ts';

/** More than so many at once are told together. */
export const mostAtOnce = 30;

/** Under what key an entry is told in public; by it the private one is known to be no news any more. */
export function togetherKey(key: string): string {
  return `catch_up:${key}`;
}

/** The entries of one reminder or stall, told under the summary of its channel. `id` names the occasion. */
export function gathered(entries: readonly NewEntry[], id: string): readonly NewEntry[] {
  const summaries = new Map<string, NewEntry>();
  const under = (lane: string): string => {
    const key = `catch_up:${id}:${lane}`;
    summaries.set(key, { key, kind: 'catch_up', lane, rank: 0 });
    return key;
  };
  const hasLine = entries.some(({ kind }) => kind === 'line');
  const told = entries.flatMap((entry): NewEntry[] => {
    // A card that stands is edited quietly; one that is new hangs under the summary. What waits is one line a channel already.
    if (entry.kind === 'card' || entry.kind === 'waiting') return [entry];
    if (entry.kind === 'marketing_card') return [{ ...entry, after: under(entry.lane) }];
    // Beside a line it is no news: one that was sent before only says what became of it.
    if (entry.kind === 'nudge' && hasLine) return [entry];
    if (entry.kind !== 'line' && entry.kind !== 'nudge') return [];
    const sales = entries.find(({ kind }) => kind === 'card')?.lane ?? entry.lane;
    return [{ ...entry, key: togetherKey(entry.key), kind: 'catch_up_line', lane: sales, after: under(sales) }];
  });
  return [...summaries.values(), ...told];
}
