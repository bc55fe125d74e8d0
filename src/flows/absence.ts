// Whoever is away, or has left, holds no lead: what they had waits for anyone again, with a line of why.
import { latestHandoff } from '../domain/lead.ts';
import { type Desk, record } from './record.ts';

const atOnce = 100;

/** From now on and until this local date (`YYYY-MM-DD`), on which it ends by itself, this person is away. Resolves with how many leads were handed back. */
export async function goAway(desk: Desk, workspaceId: string, userId: string, until: string): Promise<number> {
  await desk.store.setAway(workspaceId, userId, until, desk.now());
  return handBack(desk, workspaceId, userId, { why: 'away', until });
}

export async function comeBack(desk: Desk, workspaceId: string, userId: string): Promise<void> {
  await desk.store.setAway(workspaceId, userId, null, desk.now());
}

/** Those who have left the workspace: nobody would ever answer for what they had. Resolves with how many leads were handed back. */
export async function handBackOfGone(desk: Desk, workspaceId: string, isGone: (userId: string) => Promise<boolean>): Promise<number> {
  let count = 0;
  for (const owner of await desk.store.owners(workspaceId)) {
    if (await isGone(owner)) count += await handBack(desk, workspaceId, owner, { why: 'gone' });
  }
  return count;
}

type Why = { readonly why: 'away'; readonly until: string } | { readonly why: 'gone' };

async function handBack(desk: Desk, workspaceId: string, userId: string, why: Why): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await desk.store.mine(workspaceId, userId, atOnce);
    if (rows.length === 0) return count;
    for (const { leadId } of rows) if (await release(desk, workspaceId, leadId, userId, why)) count += 1;
  }
}

async function release(desk: Desk, workspaceId: string, leadId: string, userId: string, why: Why): Promise<boolean> {
  const lead = await record(desk, workspaceId, {
    load: () => desk.store.lead(workspaceId, leadId),
    decide(found) {
      if (!found) return null;
      const { id: handoffId, cycle, state, owner } = latestHandoff(found.lead);
      if (state !== 'claimed' || owner !== userId) return null;
      return { drafts: [{ body: { type: 'released', ...why }, handoffId, cycle }], by: why.why === 'away' ? userId : 'system' };
    },
  });
  return lead !== null;
}
