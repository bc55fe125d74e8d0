// What must hold in Slack once nothing is left to do: each thing that was to be said stands there once, where it belongs, and shows the newest state.
import { type Wait, waitOf } from '../../src/domain/deadline.ts';
import { latestHandoff } from '../../src/domain/lead.ts';
import { markOf } from '../../src/flows/deliver.ts';
import type { Entry } from '../../src/outbox.ts';
import type { LeadRecord, Store } from '../../src/ports.ts';
import { renderMessage } from '../../src/slack/blocks/message.ts';
import type { Message, Sandbox } from '../../src/sandbox/sandbox.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { reading } from './reading.ts';

/** An entry with what only its row knows: whether the newest revision is the one that stands. */
interface Told extends Entry {
  readonly deliveredRevision: number;
}

/** Every fault found, in words; `[]` when all is well. I3, I5 and I7; only after the outbox is empty. */
export async function faultsInSlack(path: string, sandbox: Sandbox, now = Date.now()): Promise<readonly string[]> {
  const standing = everyMessage(sandbox);
  const asking = new Set(reading(path, (raw) => raw.prepare<[], string>("select id from events where type = 'reminded'").pluck().all()));
  const store = openStore(path, { create: false, isReadOnly: true });
  try {
    const entries = await everyEntry(store, path);
    return [
      ...entries.flatMap((entry) => onceEach(entry, standing, asking)),
      ...digestsPerWeek(standing),
      ...strangers(entries, standing),
      ...cardsPerHandoff(path, entries),
      ...(await Promise.all(entries.map((entry) => newest(store, entry, sandbox, now)))).flat(),
    ];
  } finally {
    store.close();
  }
}

async function everyEntry(store: Store, path: string): Promise<readonly Told[]> {
  const { id } = await store.workspace();
  const rows = reading(path, (raw) =>
    raw
      .prepare<[], { key: string; deliveredRevision: number }>(
        'select key, delivered_revision as deliveredRevision from outbox order by id',
      )
      .all(),
  );
  const entries = await Promise.all(rows.map(async (row) => ({ entry: await store.outbox.byKey(id, row.key), ...row })));
  return entries.flatMap(({ entry, deliveredRevision }) => (entry ? [{ ...entry, deliveredRevision }] : []));
}

function keyOf(message: Message): unknown {
  return message.metadata?.event_payload['key'];
}

/** Top-level messages and threads of every channel that we post in. */
function everyMessage(sandbox: Sandbox): readonly Message[] {
  const channels = new Set(sandbox.calls('chat.postMessage').map((call) => String(call.args['channel'])));
  return [...channels].flatMap((channel) =>
    sandbox.messages(channel).flatMap((top) => [top, ...sandbox.thread(channel, top.ts).filter((reply) => reply.ts !== top.ts)]),
  );
}

/** Where nobody asked, no week is told of; a look at an answer posts nothing itself. */
const quiet: ReadonlySet<string> = new Set(['questions_week', 'asked']);

/** What asked somebody to act may have come too late to say: then it stands nowhere. */
function isUnsaid(entry: Told, asking: ReadonlySet<string>): boolean {
  const isAsking = quiet.has(entry.kind) || entry.kind === 'nudge' || (entry.kind === 'line' && asking.has(entry.eventId ?? ''));
  return isAsking && entry.state === 'sent' && entry.ts === null;
}

/** I3: visible(key) = 1, and the entry knows where. `asking` are the events that remind somebody. */
function onceEach(entry: Told, standing: readonly Message[], asking: ReadonlySet<string>): readonly string[] {
  if (entry.kind === 'forget') return [];
  if (isInDoubtForGood(entry)) return inDoubt(entry, standing);
  if (entry.state !== 'sent') return [`${entry.key} is ${entry.state} (${entry.error ?? 'no error'})`];
  const found = standing.filter((message) => keyOf(message) === markOf(entry));
  if (isUnsaid(entry, asking)) return found.length === 0 ? [] : [`${entry.key} stands, and nobody knows`];
  if (found.length !== 1) return [`${entry.key} stands ${found.length} times`];
  return found[0]?.ts === entry.ts ? [] : [`${entry.key} stands at ${found[0]?.ts ?? '?'}, stored is ${entry.ts ?? 'nothing'}`];
}

/** Private messages cannot be looked up: after a death in the middle of one, nobody knows whether it arrived. */
function isInDoubtForGood(entry: Told): boolean {
  const isPrivate = entry.kind === 'nudge' || entry.kind === 'answer' || entry.kind === 'alert';
  return isPrivate && ((entry.state === 'dead' && entry.error === 'doubt') || entry.isDoubtful);
}

/** A nudge is never sent again; an alert is, once: a bot that died in the middle of both may have said nothing. */
function inDoubt(entry: Told, standing: readonly Message[]): readonly string[] {
  const { length } = standing.filter((message) => keyOf(message) === markOf(entry));
  const isGivenUp = entry.state === 'dead' && entry.isDoubtful;
  const isRight = entry.kind !== 'alert' ? length <= 1 : length <= 2 && (length > 0 || isGivenUp);
  return isRight ? [] : [`${entry.key}, in doubt, stands ${length} times`];
}

/** F83: a week is told once, whatever the settings were meanwhile. */
function digestsPerWeek(standing: readonly Message[]): readonly string[] {
  const weeks = standing.filter(({ metadata }) => metadata?.event_type === 'leadloop_digest').map(({ text }) => text.split(':')[0] ?? '');
  return weeks.filter((week, index) => weeks.indexOf(week) !== index).map((week) => `${week} is told twice`);
}

function strangers(entries: readonly Told[], standing: readonly Message[]): readonly string[] {
  const known = new Set(entries.map(markOf));
  return standing
    .filter((message) => !known.has(String(keyOf(message))))
    .map((message) => `nobody knows of the message ${message.ts} ${message.text}`);
}

/** Each handoff that is no history has its one card. */
function cardsPerHandoff(path: string, entries: readonly Told[]): readonly string[] {
  const ids = reading(path, (raw) => raw.prepare<[], string>('select id from handoffs where is_history = 0').pluck().all());
  return ids.flatMap((id) => {
    const { length } = entries.filter((entry) => entry.kind === 'card' && entry.handoffId === id);
    return length === 1 ? [] : [`handoff ${id} has ${length} cards`];
  });
}

/** I7: what a card shows is what the database says. */
async function newest(store: Store, entry: Told, sandbox: Sandbox, now: number): Promise<readonly string[]> {
  if (entry.ts !== null && entry.deliveredRevision !== entry.revision)
    return [`${entry.key} shows revision ${entry.deliveredRevision} of ${entry.revision}`];
  if (entry.kind !== 'card' || !entry.leadId || !entry.handoffId || !entry.channel || !entry.ts) return [];
  const workspace = await store.workspace();
  const record = await store.lead(workspace.id, entry.leadId);
  if (!record) return [`${entry.key} is about a lead that is not there`];
  const shown = sandbox.message(entry.channel, entry.ts);
  const seen = plainly({ text: shown?.text, blocks: shown?.blocks });
  const { settings, timetable } = workspace;
  const isLatest = latestHandoff(record.lead).id === entry.handoffId;
  const wait = settings && timetable && isLatest ? waitOf(record.lead, { settings, timetable }, now) : null;
  const wanted = rendered(record, entry.handoffId, entry, wait, settings?.timezone ?? 'UTC');
  return seen === wanted ? [] : [`${entry.key} shows ${seen}, should show ${wanted}`];
}

function rendered(record: LeadRecord, handoffId: string, entry: Told, wait: Wait | null, timezone: string): string {
  const marks = { isDoubtful: entry.isDoubtful, isReposted: entry.generation > 0, isPlain: false };
  const { text, blocks } = renderMessage({ kind: 'card', record, handoffId, marks, timezone, wait, definition: null });
  return plainly({ text, blocks });
}

/** Without the block ids, which Slack makes up where we leave them out, and without how much time had passed when it was shown. */
function plainly(value: unknown): string {
  const written = JSON.stringify(value, (name, part: unknown) => (name === 'block_id' ? undefined : part));
  return written.replaceAll(/(?:\d+ (?:h|min)\+|under 1 min) of business time/g, 'some business time');
}
