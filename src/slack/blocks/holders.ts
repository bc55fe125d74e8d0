// Who had a lead before it went back, and how long by the clock on the wall.
import type { LeadRecord, StoredEvent } from '../../ports.ts';
import { spanWords } from './dates.ts';
import { type OwnPhrase, doer, say } from './phrase.ts';

interface Holding {
  readonly owner: string;
  readonly ms: number;
}

/** More would be a list of its own. */
const shown = 3;

/** `was with @kim for 3 h, @sam for 2 days`, the newest ones; how long nobody had it, where that is all. */
export function holdersPhrase(record: LeadRecord, until: StoredEvent): OwnPhrase {
  const { holdings, since } = holdingsUntil(record, until);
  if (holdings.length === 0) return [say(`nobody had it${since === null ? '' : forWords(until.at - since)}`)];
  const told = holdings
    .slice(-shown)
    .flatMap(({ owner, ms }, index): OwnPhrase => [say(index > 0 ? ', ' : 'was with '), doer(owner), say(forWords(ms))]);
  const left = holdings.length - shown;
  return left > 0 ? [...told, say(`, and ${left} more before`)] : told;
}

function forWords(ms: number): string {
  return ms > 0 ? ` for ${spanWords(ms)}` : '';
}

/** How long each in turn had it without a verdict, oldest first; `since` = when its card could be seen. */
function holdingsUntil({ events }: LeadRecord, until: StoredEvent): { holdings: readonly Holding[]; since: number | null } {
  const holdings: Holding[] = [];
  let held: { readonly owner: string; readonly from: number } | null = null;
  let since: number | null = null;
  const end = (to: number): void => {
    if (!held) return;
    const last = holdings.at(-1);
    const isSame = last?.owner === held.owner;
    const ms = Math.max(to - held.from, 0) + (isSame ? last.ms : 0);
    holdings.splice(isSame ? -1 : holdings.length, 1, { owner: held.owner, ms });
    held = null;
  };
  for (const event of events) {
    if (event.handoffId !== until.handoffId || event.seq >= until.seq) continue;
    if (event.type === 'posted') since ??= event.at;
    if (event.type === 'claimed') {
      end(event.at);
      held = { owner: event.owner ?? event.by, from: event.at };
    }
    if (event.type === 'released' || event.type === 'judged' || event.type === 'reopened' || event.type === 'returned') end(event.at);
  }
  end(until.at);
  return { holdings, since };
}
