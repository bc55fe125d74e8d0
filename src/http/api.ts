// GET /v1/leads/{id}: a lead by our id, or by the id that its source gave it.
import type { Store } from '../ports.ts';
import { leadJson } from './lead-json.ts';
import { problem } from './problem.ts';
import { json } from './reply.ts';
import type { Reply } from './reply.ts';

export const unknownLead = problem(
  404,
  'No lead with this id is known here. Use the id that POST /v1/leads answered, or externalId:SOURCE:ID.',
);
const prefix = 'externalId:';

/** Answers for `{id}` as it stands in the address, still percent-encoded. @throws Busy */
export async function leadReply(store: Store, workspaceId: string, segment: string): Promise<Reply> {
  const id = await leadIdOf(store, workspaceId, segment);
  const record = id === null ? null : await store.lead(workspaceId, id);
  return record ? json(200, leadJson(record), { 'cache-control': 'no-store' }) : unknownLead;
}

/** The id that `{id}` stands for; `null` where it names nothing that is known. An id of ours may still be unknown. @throws Busy */
export async function leadIdOf(store: Store, workspaceId: string, segment: string): Promise<string | null> {
  const name = readLeadName(segment);
  if (!name) return null;
  return 'id' in name ? name.id : await store.leadByExternalId(workspaceId, name.source, name.externalId);
}

export type LeadName = { readonly id: string } | { readonly source: string; readonly externalId: string };

/**
 * Reads `{id}`. The colon after the source is the first one written as a colon, so a source with a colon in it is named by
 * writing its own as `%3A`; callers that encode the whole (`externalId%3A…`) are read the same way after decoding.
 * `null` when it is not well encoded.
 */
export function readLeadName(segment: string): LeadName | null {
  try {
    if (segment.startsWith(prefix) && segment.includes(':', prefix.length)) {
      const colon = segment.indexOf(':', prefix.length);
      return { source: decodeURIComponent(segment.slice(prefix.length, colon)), externalId: decodeURIComponent(segment.slice(colon + 1)) };
    }
    const decoded = decodeURIComponent(segment);
    const colon = decoded.startsWith(prefix) ? decoded.indexOf(':', prefix.length) : -1;
    return colon < 0 ? { id: decoded } : { source: decoded.slice(prefix.length, colon), externalId: decoded.slice(colon + 1) };
  } catch {
    return null;
  }
}
