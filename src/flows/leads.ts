// What happens to leads, step by step: an enquiry arrives, a person makes a move, a person is forgotten.
import { isDeepStrictEqual } from 'node:util';
import { isJoined, sameEnquiryMs } from '../domain/arrival.ts';
import { givenUnder } from '../domain/agreement/judged.ts';
import { type NewEntry, cardKey } from '../domain/consequences.ts';
import { type Draft, type MoveRequest, checkMove, decideMove } from '../domain/decide.ts';
import { type Attribution, type Lead, latestHandoff } from '../domain/lead.ts';
import { type Answers, type MoveName, moveOf } from '../domain/moves.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../domain/roles.ts';
import { isVague } from '../domain/vague.ts';
import { AlreadyDone } from '../errors.ts';
import type { Identity, LeadRecord, NewLead, Profile } from '../ports.ts';
import { definitionOf } from './agreements.ts';
import { askedEntry } from './answers.ts';
import { forgetEntry } from './deliver.ts';
import { type Decision, type Desk, type Steps, record } from './record.ts';
import { ruleFacts } from './rule-facts.ts';

/** An enquiry on its way in. `by` is `api`, `system` or the Slack user id of who typed it. */
export interface Arrival {
  readonly lead: NewLead;
  readonly by: string;
  readonly idempotency?: { readonly key: string; readonly bodyHash: string };
}

export type Received =
  | { readonly status: 'created' | 'merged' | 'duplicate'; readonly id: string; readonly handoffId: string }
  | { readonly status: 'key_reused' };

/** Stores an enquiry. When this resolves, it is on disk. */
export async function receiveLead(desk: Desk, workspaceId: string, arrival: Arrival): Promise<Received> {
  const steps = arrivalSteps(desk, workspaceId, arrival);
  return steps.answer(await record(desk, workspaceId, steps));
}

/** What storing an enquiry consists of, apart from the writing. */
export interface ArrivalSteps extends Steps {
  /** After `decide`; `lead` is what was committed, if anything. */
  readonly answer: (lead: Lead | null) => Received;
}

export function arrivalSteps(desk: Desk, workspaceId: string, arrival: Arrival): ArrivalSteps {
  const identity = arrivalIdentity(arrival);
  let answer: Received | null = null;
  return {
    async load() {
      const match = await desk.store.match(workspaceId, identity);
      answer = null;
      const found = match.by === 'nothing' ? null : await desk.store.lead(workspaceId, match.leadId);
      if (found && match.by === 'key' && !match.isSameBody) answer = { status: 'key_reused' };
      else if (found && (match.by === 'key' || match.by === 'externalId')) {
        answer = { status: 'duplicate', id: found.lead.id, handoffId: latestHandoff(found.lead).id };
      }
      return found;
    },
    decide(found) {
      if (answer) return null;
      const { answer: own, ...decision } = decideArrival(desk, found, arrival, identity);
      answer = own;
      return decision;
    },
    answer(lead) {
      if (!answer) throw new Error('An arrival ended without an answer');
      return answer.status === 'created' && lead ? { ...answer, id: lead.id } : answer;
    },
  };
}

function decideArrival(desk: Desk, found: LeadRecord | null, arrival: Arrival, identity: Identity): Decision & { answer: Received } {
  const { lead } = arrival;
  const now = desk.now();
  const text = lead.message ? { text: { message: lead.message } } : {};
  const common = { by: arrival.by, identity, at: () => Math.min(lead.occurredAt ?? now, now) };
  if (found && isJoined(found.lead, now)) {
    const handoff = latestHandoff(found.lead);
    const draft: Draft = {
      body: { type: 'activity', attribution: attributionOf(lead) },
      handoffId: handoff.id,
      cycle: handoff.cycle,
      ...text,
    };
    const drafts = isSameEnquiry(found, lead, now) ? [] : [draft];
    const profile = filled(found.profile, lead.profile);
    const isFilledSilently = drafts.length === 0 && !isDeepStrictEqual(profile, found.profile);
    const entries = isFilledSilently ? [cardAgain(found.lead.id, handoff.id)] : [];
    return { ...common, drafts, profile, entries, answer: { status: 'merged', id: found.lead.id, handoffId: handoff.id } };
  }
  const handoffId = desk.newId();
  const body = { type: 'received', attribution: attributionOf(lead), isTest: lead.isTest, isHistory: false } as const;
  const draft: Draft = { body, handoffId, cycle: (found?.lead.handoffs.length ?? 0) + 1, ...text };
  const profile = found ? renewed(found.profile, lead.profile) : lead.profile;
  return { ...common, drafts: [draft], profile, answer: { status: 'created', id: found?.lead.id ?? '', handoffId } };
}

/** What an enquiry can be recognised by. */
export function arrivalIdentity({ lead, idempotency }: Arrival): Identity {
  const { source, externalId, emailKey, phoneKey, isTest } = lead;
  return { source, externalId, emailKey, phoneKey, isTest, idempotency: idempotency ?? null };
}

export function attributionOf(lead: NewLead): Attribution {
  const { source, medium, campaign, action, score } = lead;
  return { source, medium, campaign, action, score };
}

/** Joining fills empty fields and overwrites none. */
function filled(known: Profile, news: Profile): Profile {
  return merged(news, known);
}

/** A next handoff shows the person as they are now: what the new enquiry says wins. */
function renewed(known: Profile, news: Profile): Profile {
  return merged(known, news);
}

function merged(base: Profile, over: Profile): Profile {
  const email =
    over.email === null ? { email: base.email, isEmailValid: base.isEmailValid } : { email: over.email, isEmailValid: over.isEmailValid };
  const phone =
    over.phone === null ? { phone: base.phone, isPhoneValid: base.isPhoneValid } : { phone: over.phone, isPhoneValid: over.isPhoneValid };
  return {
    name: over.name ?? base.name,
    title: over.title ?? base.title,
    company: over.company ?? base.company,
    domain: over.domain ?? base.domain,
    employees: over.employees ?? base.employees,
    industry: over.industry ?? base.industry,
    country: over.country ?? base.country,
    url: over.url ?? base.url,
    attributes: { ...base.attributes, ...over.attributes },
    ...email,
    ...phone,
  };
}

/** The card shows what was filled in although no line tells of it. It has been asked for before, so its channel is known. */
function cardAgain(leadId: string, handoffId: string): NewEntry {
  return { key: cardKey(handoffId), kind: 'card', lane: '', rank: 1, leadId, handoffId };
}

/** Did this very enquiry come in a few minutes ago? Forms are sent twice, and by two buttons in turn. */
function isSameEnquiry(found: LeadRecord, lead: NewLead, now: number): boolean {
  const news = attributionOf(lead);
  return found.events.some((event) => {
    if ((event.type !== 'received' && event.type !== 'activity') || now - event.recordedAt >= sameEnquiryMs) return false;
    const isSameOrigin = (['source', 'medium', 'campaign', 'action'] as const).every((key) => event.attribution[key] === news[key]);
    return isSameOrigin && (found.texts.get(event.id)?.message ?? null) === lead.message;
  });
}

/** A click or a submitted modal. */
export interface PressedMove {
  readonly move: MoveName;
  readonly handoffId: string;
  readonly answers: Answers;
  readonly actor: Actor;
  /** The id of this click or submission: the same one again changes nothing. */
  readonly requestId?: string;
  /** The modal, so that it asks about an unclear note only once. */
  readonly formId?: string;
}

/** Makes a move. @throws Refusal with a sentence for the person. */
export async function makeMove(desk: Desk, workspaceId: string, pressed: PressedMove): Promise<{ readonly isRepeated: boolean }> {
  const { settings } = await desk.store.workspace();
  const nextHandoffId = desk.newId();
  const timezone = settings?.timezone ?? 'UTC';
  try {
    await record(desk, workspaceId, {
      load: () => desk.store.leadOfHandoff(workspaceId, pressed.handoffId),
      async decide(found) {
        const { lead, profile } = known(found);
        const definition = await definitionFor(desk, workspaceId, pressed);
        const facts = ruleFacts(profile, latestHandoff(lead));
        const request: MoveRequest = { ...pressed, now: desk.now(), timezone, nextHandoffId, definition, facts };
        const drafts = decideMove(lead, request);
        await askWhatMadeItPoor(desk, workspaceId, pressed);
        const entries = await askedOn(desk, pressed);
        return { drafts, by: pressed.actor.id, entries, ...(pressed.requestId ? { requestId: pressed.requestId } : {}) };
      },
    });
    return { isRepeated: false };
  } catch (error) {
    if (error instanceof AlreadyDone) return { isRepeated: true };
    // The same submission again, after its answer was lost: its move is not legal any more, because it was made.
    const isReplay =
      error instanceof Refusal && pressed.requestId !== undefined && (await desk.store.wasDone(workspaceId, pressed.requestId));
    if (isReplay) return { isRepeated: true };
    throw error;
  }
}

/** With a question comes a look, a little later, whether marketing has answered it before. */
async function askedOn(desk: Desk, { move, answers, handoffId, actor, requestId }: PressedMove): Promise<readonly NewEntry[]> {
  const { settings } = await desk.store.workspace();
  if (!settings || !answers.question?.trim() || !moveOf(move).asks.includes('question')) return [];
  return [askedEntry(requestId ?? desk.newId(), handoffId, actor.id, settings.channels.marketing, desk.now())];
}

/** The version that a verdict is given under; other moves have none. */
async function definitionFor(desk: Desk, workspaceId: string, { move, answers }: PressedMove): Promise<MoveRequest['definition']> {
  if (!moveOf(move).asks.includes('reason')) return null;
  return givenUnder((await definitionOf(desk.store, workspaceId)).versions, answers.failedCriterion);
}

/** Before a modal opens: may this person make this move now? Writes nothing. @throws Refusal */
export async function checkPressed(
  desk: Desk,
  workspaceId: string,
  pressed: Pick<PressedMove, 'move' | 'handoffId' | 'actor'>,
): Promise<LeadRecord> {
  const found = known(await desk.store.leadOfHandoff(workspaceId, pressed.handoffId));
  checkMove(found.lead, { ...pressed, now: desk.now(), timezone: 'UTC' });
  return found;
}

function known(found: LeadRecord | null): LeadRecord {
  if (!found)
    throw new Refusal('unknown_lead', 'This card belongs to no lead that is known here. It may come from a database that was replaced.');
  return found;
}

async function askWhatMadeItPoor(desk: Desk, workspaceId: string, pressed: PressedMove): Promise<void> {
  const note = pressed.answers.note;
  if (!note || !pressed.formId || !isVague(note)) return;
  if (await desk.store.askOnce(workspaceId, `vague:${pressed.formId}`, desk.now())) {
    throw new Refusal(
      'question',
      'What made it poor? A word on the fact helps marketing to change it. Submit again to keep the note as it is.',
      { field: 'note' },
    );
  }
}

/** Forgets a person: words are blanked, counts stay, every message of ours about them is replaced. False when unknown or forgotten before. */
export async function eraseLead(desk: Desk, workspaceId: string, leadId: string, by: string): Promise<boolean> {
  const lead = await record(desk, workspaceId, {
    load: () => desk.store.lead(workspaceId, leadId),
    async decide(found) {
      if (!found || found.lead.isErased) return null;
      const { id: handoffId, cycle } = latestHandoff(found.lead);
      const entries = await standingToForget(desk, workspaceId, leadId);
      return { drafts: [{ body: { type: 'erased' }, handoffId, cycle }], by, entries, isForgotten: true };
    },
  });
  // What a running bot delivered just before that: it knows nothing of this erasure either.
  if (lead) await desk.store.outbox.enqueue(workspaceId, await standingToForget(desk, workspaceId, leadId));
  return lead !== null;
}

async function standingToForget(desk: Desk, workspaceId: string, leadId: string): Promise<readonly NewEntry[]> {
  const { outbox } = desk.store;
  const own = (await outbox.ofLead(workspaceId, leadId)).flatMap(({ kind, id, channel, ts }) =>
    kind !== 'forget' && channel && ts ? [forgetEntry({ id, leadId, channel, ts })] : [],
  );
  // A message about many is told again, without them; one on its way as soon as it stands.
  const others = (await outbox.naming(workspaceId, leadId)).filter(
    ({ ts, state }) => ts !== null || state === 'sending' || state === 'ambiguous',
  );
  return [
    ...own,
    ...others.map(({ key, kind, lane, rank, after, about }): NewEntry => ({
      key,
      kind,
      lane,
      rank,
      ...(after ? { after } : {}),
      ...(about ? { about } : {}),
    })),
  ];
}
