// Who is who: the names by which a lead is recognised, and the rule that finds the lead of a new enquiry.
import { type SQL, and, asc, desc, eq, gt, isNull, lte, sql } from './drizzle.ts';
import type { Lead } from '../domain/lead.ts';
import { latestHandoff } from '../domain/lead.ts';
import { Conflict } from '../errors.ts';
import type { Identity, Match } from '../ports.ts';
import { externalIds, idempotencyKeys, leads } from './schema.ts';
import { slot, slots } from './slots.ts';
import type { Tables } from './tables.ts';

/** How long an Idempotency-Key is remembered. */
export const keyKeptMs = 30 * 24 * 60 * 60 * 1000;

/** A lead that is just being stored has no names yet. */
const noKeys = { emailKey: null, phoneKey: null };

export function identityStatements(tables: Tables, now: () => number) {
  const inWorkspace = slot('workspaceId');
  const selectKey = tables
    .select({ leadId: idempotencyKeys.leadId, bodyHash: idempotencyKeys.bodyHash })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.workspaceId, inWorkspace), eq(idempotencyKeys.key, slot('key')), gt(idempotencyKeys.at, slot('since'))))
    .prepare();
  const deleteOldKey = tables
    .delete(idempotencyKeys)
    .where(and(eq(idempotencyKeys.workspaceId, inWorkspace), eq(idempotencyKeys.key, slot('key')), lte(idempotencyKeys.at, slot('since'))))
    .prepare();
  const insertKey = tables.insert(idempotencyKeys).values(slots(idempotencyKeys)).onConflictDoNothing().prepare();

  const hasName = and(
    eq(externalIds.workspaceId, inWorkspace),
    eq(externalIds.externalId, slot('externalId')),
    eq(externalIds.source, slot('source')),
  );
  const selectName = tables
    .select({ leadId: externalIds.leadId })
    .from(externalIds)
    .where(and(hasName, eq(externalIds.isTest, slot('isTest'))))
    .prepare();
  const selectAnyName = tables
    .select({ leadId: externalIds.leadId })
    .from(externalIds)
    .where(hasName)
    .orderBy(asc(externalIds.isTest))
    .limit(1)
    .prepare();
  const insertName = tables.insert(externalIds).values(slots(externalIds)).onConflictDoNothing().prepare();

  /** Real leads that are not this one, the liveliest first. */
  const liveliestFirst = [asc(leads.isHistory), desc(leads.updatedAt), desc(leads.id)];
  const person = (condition: SQL, ...order: SQL[]) =>
    tables
      .select({ leadId: leads.id })
      .from(leads)
      .where(
        and(
          eq(leads.workspaceId, inWorkspace),
          condition,
          eq(leads.isTest, false),
          eq(leads.isErased, false),
          sql`${leads.id} <> ${slot('but')}`,
        ),
      )
      .orderBy(...order)
      .limit(1)
      .prepare();
  // At most one lead that lives has an e-mail; only imported history can share it. Sorting for that would cost every arrival.
  const byEmail = person(eq(leads.emailKey, slot('emailKey')), asc(leads.isHistory));
  const byPhone = person(eq(leads.phoneKey, slot('phoneKey')), ...liveliestFirst);
  const byPhoneWithoutEmail = person(sql`${eq(leads.phoneKey, slot('phoneKey'))} and ${isNull(leads.emailKey)}`, ...liveliestFirst);

  const isLead = and(eq(leads.workspaceId, inWorkspace), eq(leads.id, slot('leadId')));
  const selectKeys = tables.select({ emailKey: leads.emailKey, phoneKey: leads.phoneKey }).from(leads).where(isLead).prepare();
  const updateKeys = tables
    .update(leads)
    .set({ emailKey: slot('emailKey'), phoneKey: slot('phoneKey') })
    .where(isLead)
    .prepare();

  const foundBy = (column: SQL) =>
    tables
      .select({ leadId: leads.id })
      .from(leads)
      .where(and(eq(leads.workspaceId, inWorkspace), column, eq(leads.isErased, false)))
      // The plus keeps SQLite on the index of the key; few leads share one.
      .orderBy(sql`+${leads.openedAt}`, asc(leads.id))
      .prepare();
  const findEmail = foundBy(eq(leads.emailKey, slot('emailKey')));
  const findPhone = foundBy(eq(leads.phoneKey, slot('phoneKey')));
  const findId = tables.select({ leadId: leads.id }).from(leads).where(isLead).prepare();
  const findName = tables
    .select({ leadId: externalIds.leadId })
    .from(externalIds)
    .where(and(eq(externalIds.workspaceId, inWorkspace), eq(externalIds.externalId, slot('leadId'))))
    .prepare();

  /** The same person: e-mail; phone only where one of the two has no e-mail. */
  function samePerson(workspaceId: string, names: Pick<Identity, 'emailKey' | 'phoneKey'>, but: string): string | null {
    const { emailKey, phoneKey } = names;
    const found =
      (emailKey === null ? undefined : byEmail.get({ workspaceId, emailKey, but })) ??
      (phoneKey === null ? undefined : (emailKey === null ? byPhone : byPhoneWithoutEmail).get({ workspaceId, phoneKey, but }));
    return found?.leadId ?? null;
  }

  function match(workspaceId: string, identity: Identity): Match {
    if (identity.idempotency) {
      const { key, bodyHash } = identity.idempotency;
      const known = selectKey.get({ workspaceId, key, since: now() - keyKeptMs });
      if (known) return { by: 'key', leadId: known.leadId, isSameBody: known.bodyHash === bodyHash };
    }
    if (identity.externalId !== null) {
      const name = { source: sourceName(identity.source), externalId: identity.externalId, isTest: Number(identity.isTest) };
      const known = selectName.get({ workspaceId, ...name });
      if (known) return { by: 'externalId', leadId: known.leadId };
    }
    const leadId = identity.isTest ? null : samePerson(workspaceId, identity, '');
    return leadId === null ? { by: 'nothing' } : { by: 'person', leadId };
  }

  /** Gives a lead its names. @throws Conflict when another lead got one of them meanwhile */
  function take(workspaceId: string, lead: Lead, identity: Identity, isNew: boolean): void {
    const isKnownByName = takeName(workspaceId, lead.id, identity);
    takePerson(workspaceId, lead, identity, isNew, isKnownByName);
    if (!identity.idempotency) return;
    const { key, bodyHash } = identity.idempotency;
    deleteOldKey.run({ workspaceId, key, since: now() - keyKeptMs });
    const { changes } = insertKey.run({ workspaceId, key, bodyHash, leadId: lead.id, at: now() });
    if (changes === 0) throw new Conflict('This Idempotency-Key was used meanwhile');
  }

  /** True when the lead had this name before. */
  function takeName(workspaceId: string, leadId: string, identity: Identity): boolean {
    if (identity.externalId === null) return false;
    const name = { workspaceId, source: sourceName(identity.source), externalId: identity.externalId };
    if (insertName.run({ ...name, isTest: identity.isTest, leadId }).changes > 0) return false;
    const owner = selectName.get({ ...name, isTest: Number(identity.isTest) })?.leadId;
    if (owner !== leadId) throw new Conflict('This external id was given to another lead meanwhile');
    return true;
  }

  function takePerson(workspaceId: string, lead: Lead, identity: Identity, isNew: boolean, isKnownByName: boolean): void {
    const has = isNew ? noKeys : selectKeys.get({ workspaceId, leadId: lead.id });
    if (!has) throw new Error(`Lead ${lead.id} is not stored`);
    // Joining fills empty fields and overwrites none.
    let emailKey = has.emailKey ?? identity.emailKey;
    let phoneKey = has.phoneKey ?? identity.phoneKey;
    const { isTest, isHistory } = latestHandoff(lead);
    if (!isTest && !isHistory) {
      const isEmailTaken = emailKey !== has.emailKey && byEmail.get({ workspaceId, emailKey, but: lead.id }) !== undefined;
      const isPhoneTaken =
        phoneKey !== has.phoneKey && phoneRival(isNew, emailKey)?.get({ workspaceId, phoneKey, but: lead.id }) !== undefined;
      if ((isEmailTaken || isPhoneTaken) && !isKnownByName) throw new Conflict('This person was stored meanwhile');
      // Its source knows the lead by id: that counts more, and the person's name stays with whoever has it.
      if (isEmailTaken) emailKey = has.emailKey;
      if (isPhoneTaken) phoneKey = has.phoneKey;
    }
    if (emailKey !== has.emailKey || phoneKey !== has.phoneKey) updateKeys.run({ workspaceId, leadId: lead.id, emailKey, phoneKey });
  }

  /** Who else must not have the phone number that a lead is about to get: for a new lead whoever would have been matched. */
  function phoneRival(isNew: boolean, emailKey: string | null) {
    if (isNew) return emailKey === null ? byPhone : byPhoneWithoutEmail;
    return emailKey === null ? byPhoneWithoutEmail : null;
  }

  function byExternalId(workspaceId: string, source: string, externalId: string): string | null {
    return selectAnyName.get({ workspaceId, source: sourceName(source), externalId })?.leadId ?? null;
  }

  function find(workspaceId: string, by: { emailKey?: string; phoneKey?: string; id?: string }): readonly string[] {
    const found = [
      ...(by.emailKey === undefined ? [] : findEmail.all({ workspaceId, emailKey: by.emailKey })),
      ...(by.phoneKey === undefined ? [] : findPhone.all({ workspaceId, phoneKey: by.phoneKey })),
      ...(by.id === undefined ? [] : [...findId.all({ workspaceId, leadId: by.id }), ...findName.all({ workspaceId, leadId: by.id })]),
    ];
    return [...new Set(found.map(({ leadId }) => leadId))];
  }

  return { match, take, byExternalId, find };
}

/** Sources are compared in lower case, trimmed; none is a source too. */
function sourceName(source: string | null): string {
  return (source ?? '').trim().toLowerCase();
}
