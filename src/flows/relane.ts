// After the channels changed: messages that do not stand yet go where they belong now.
import { salesLane } from '../domain/consequences.ts';
import type { Entry } from '../outbox.ts';
import type { LeadRecord, Store, Workspace } from '../ports.ts';
import { agreementLane } from './agreement-parcels.ts';
import { routeFacts } from './record.ts';

const batchSize = 500;

/** Works out the lanes of all unsent entries anew. Returns how many moved. `now` in epoch milliseconds. */
export async function relane(store: Store, workspaceId: string, now: number): Promise<number> {
  const workspace = await store.workspace();
  let moved = 0;
  let afterId: string | null = null;
  for (;;) {
    const entries: readonly Entry[] = await store.outbox.unsent(workspaceId, afterId, batchSize);
    for (const entry of entries) {
      const lane = await laneOf(store, workspace, entry);
      if (lane === entry.lane) continue;
      await store.outbox.update(workspaceId, entry.id, { state: 'pending', lane, dueAt: now, isOnlyIfWaiting: true });
      moved += 1;
    }
    const last = entries.at(-1);
    if (!last || entries.length < batchSize) return moved;
    afterId = last.id;
  }
}

/** Where an entry goes by the settings of now; what stands, is on its way or in doubt stays where it is. */
export async function laneOf(store: Store, workspace: Workspace, entry: Entry): Promise<string> {
  const { settings } = workspace;
  // An answer in doubt is looked for where it was sent.
  if (!settings || entry.ts !== null || entry.state === 'ambiguous' || entry.state === 'sending') return entry.lane;
  // A line goes where the message stands that it hangs under.
  const parent = entry.after ? await store.outbox.byKey(workspace.id, entry.after) : null;
  if (parent) return parent.channel ?? laneOf(store, workspace, parent);
  if (entry.kind === 'marketing_card' || entry.kind === 'verdicts_day') return settings.channels.marketing;
  if (entry.kind === 'questions_week' || entry.kind === 'asked') return settings.channels.marketing;
  if (entry.kind === 'digest') return settings.channels.digest;
  if (entry.kind === 'proposal' || entry.kind === 'review') return agreementLane(entry, settings);
  if (entry.kind !== 'card' && entry.kind !== 'line' && entry.kind !== 'win') return entry.lane;
  const found: LeadRecord | null = entry.leadId ? await store.lead(workspace.id, entry.leadId) : null;
  if (!found || !entry.handoffId) return entry.lane;
  return salesLane(found.lead, entry.handoffId, { settings, facts: routeFacts(found.profile, found.lead) });
}
