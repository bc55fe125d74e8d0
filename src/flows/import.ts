// Many leads at once, from a spreadsheet: stored like any other, and told beforehand what would become of them.
import { isJoined } from '../domain/arrival.ts';
import type { Lead } from '../domain/lead.ts';
import { Busy } from '../errors.ts';
import type { Identity } from '../ports.ts';
import { type HistoryLead, type HistoryReceived, historyIdentity, historySteps } from './history.ts';
import { type Arrival, type Received, arrivalIdentity, arrivalSteps } from './leads.ts';
import { type Desk, type Steps, recordTogether } from './record.ts';

/** The store itself waits two seconds for a lock each time; a file of leads can wait for longer than a click. */
const busyTries = 15;

/** What becomes of a row. */
export type RowFate = 'created' | 'merged' | 'duplicate';

/** Runs a piece of writing of `count` rows when its turn comes: whoever imports beside others leaves them room. */
export type Turn = <T>(count: number, write: () => Promise<T>) => Promise<T>;

const atOnce: Turn = (_count, write) => write();

/** Stores enquiries; rows about one person in their order. When this resolves, they are on disk. */
export function importLeads(
  desk: Desk,
  workspaceId: string,
  arrivals: readonly Arrival[],
  turn: Turn = atOnce,
): Promise<readonly Received[]> {
  const patient = unhurried(desk, turn);
  const rows = arrivals.map((arrival) => ({
    steps: arrivalSteps(patient, workspaceId, arrival),
    names: namesOf(arrivalIdentity(arrival)),
  }));
  return storeRows(patient, workspaceId, rows);
}

/** Stores handoffs of the past; rows about one person in their order. When this resolves, they are on disk. */
export function importHistory(
  desk: Desk,
  workspaceId: string,
  handoffs: readonly HistoryLead[],
  turn: Turn = atOnce,
): Promise<readonly HistoryReceived[]> {
  const patient = unhurried(desk, turn);
  const rows = handoffs.map((history) => ({
    steps: historySteps(patient, workspaceId, history),
    names: namesOf(historyIdentity(history)),
  }));
  return storeRows(patient, workspaceId, rows);
}

interface Row<Answer> {
  readonly steps: Steps & { readonly answer: (lead: Lead | null) => Answer };
  readonly names: Names;
}

/** What one row could be recognised by, and what it could recognise others by. */
interface Names {
  readonly has: readonly string[];
  readonly seeks: readonly string[];
}

async function storeRows<Answer>(desk: Desk, workspaceId: string, rows: readonly Row<Answer>[]): Promise<readonly Answer[]> {
  const answers = new Map<Row<Answer>, Answer>();
  for (let left = rows; left.length > 0;) {
    const { strangers, others } = apart(left);
    const leads = await recordTogether(
      desk,
      workspaceId,
      strangers.map(({ steps }) => steps),
    );
    for (const [index, row] of strangers.entries()) answers.set(row, row.steps.answer(leads[index] ?? null));
    left = others;
  }
  return rows.flatMap((row) => answers.get(row) ?? []);
}

/** The rows that cannot be meant by a row before them, and the others, each of which has to see what those before it left. */
function apart<R extends Row<unknown>>(rows: readonly R[]): { readonly strangers: readonly R[]; readonly others: readonly R[] } {
  const taken = new Set<string>();
  const strangers: R[] = [];
  const others: R[] = [];
  for (const row of rows) {
    const isStranger = row.names.seeks.every((name) => !taken.has(name));
    (isStranger ? strangers : others).push(row);
    for (const name of row.names.has) taken.add(name);
  }
  return { strangers, others };
}

/** A phone number, which colleagues may share, counts only where one of the two has no e-mail address. */
function namesOf({ idempotency, source, externalId, emailKey, phoneKey, isTest }: Identity): Names {
  const ids = [
    ...(idempotency ? [`key ${idempotency.key}`] : []),
    ...(externalId === null ? [] : [`id ${isTest} ${sourceName(source)} ${externalId}`]),
  ];
  if (isTest) return { has: ids, seeks: ids };
  const email = emailKey === null ? [] : [`email ${emailKey}`];
  const phone = phoneKey === null ? [] : [`phone ${phoneKey}`];
  const onlyPhone = phoneKey === null ? [] : [`only phone ${phoneKey}`];
  const isWithoutEmail = emailKey === null;
  return {
    has: [...ids, ...email, ...phone, ...(isWithoutEmail ? onlyPhone : [])],
    seeks: [...ids, ...email, ...(isWithoutEmail ? phone : onlyPhone)],
  };
}

/** Sources are compared in lower case, trimmed; none is a source too. */
function sourceName(source: string | null): string {
  return (source ?? '').trim().toLowerCase();
}

/** A desk for somebody who writes when it suits the others, and waits as long as it takes. */
function unhurried(desk: Desk, turn: Turn): Desk {
  const { store } = desk;
  return {
    ...desk,
    store: {
      ...store,
      commit: (change) => patiently(() => turn(1, () => store.commit(change))),
      commitAll: (changes) => patiently(() => turn(changes.length, () => store.commitAll(changes))),
    },
  };
}

/** What `receiveLead` would do with an enquiry now. Writes nothing. */
export async function expectLead(desk: Desk, workspaceId: string, arrival: Arrival): Promise<RowFate> {
  const match = await desk.store.match(workspaceId, arrivalIdentity(arrival));
  if (match.by === 'nothing') return 'created';
  if (match.by !== 'person') return 'duplicate';
  const found = await desk.store.lead(workspaceId, match.leadId);
  return found && isJoined(found.lead, desk.now()) ? 'merged' : 'created';
}

/** What `recordHistory` would do with a handoff of the past now. Writes nothing. */
export async function expectHistory(desk: Desk, workspaceId: string, history: HistoryLead): Promise<RowFate> {
  const steps = historySteps(desk, workspaceId, history);
  return steps.decide(await steps.load()) === null ? 'duplicate' : 'created';
}

/** Would the second of two enquiries open a handoff of its own, if the first is new and open? */
export function isNewcomer(first: Arrival, second: Arrival): boolean {
  const { has } = namesOf(arrivalIdentity(first));
  return namesOf(arrivalIdentity(second)).seeks.every((name) => !has.includes(name));
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Busy) || attempt >= busyTries) throw error;
    }
  }
}
