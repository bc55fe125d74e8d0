// import: leads from a spreadsheet, a million rows in flat memory, beside a running bot.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { localDate } from '../domain/decide.ts';
import { type RowFate, type Turn, isNewcomer } from '../flows/import.ts';
import type { Arrival } from '../flows/leads.ts';
import { type Mapping, mapColumns, refusalColumn } from '../sources/columns.ts';
import { type CsvFile, type CsvRow, readCsv } from '../sources/csv.ts';
import { timezoneOf, withDeskAt } from './desk.ts';
import { type Fate, type ImportMode, type Place, type SoloMode, historyMode, leadMode } from './import-mode.ts';
import { Pace } from './pace.ts';
import { CommandProblem, exitCodes } from './problem.ts';
import { RejectedFile, rowColumn } from './rejected-file.ts';
import { type SpendMode, spendColumns, spendMode } from './spend-mode.ts';
import type { Terminal } from './terminal.ts';

export interface ImportFlags {
  readonly file: string;
  readonly source?: string;
  readonly map?: readonly string[];
  readonly history?: true;
  readonly spend?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** More new cards than this at once ask for `--yes`. */
const mostCards = 60;
/** So many refused rows are named on the terminal too. */
const refusalsShown = 5;

export async function importCommand(terminal: Terminal, flags: ImportFlags): Promise<number> {
  const csv = await readCsv(resolve(flags.file));
  if (flags.spend) {
    const columns = spendColumns(csv.headers, flags);
    const session = await sessionOf(terminal, csv, flags);
    const { timezone } = session;
    return importSpend(
      session,
      spendMode(columns, { timezone, today: localDate(Date.now(), timezone), defaultSource: flags.source ?? null }),
    );
  }
  const mapping = mappingOf(csv, flags);
  const session = await sessionOf(terminal, csv, flags);
  const options = { mapping, source: flags.source ?? null, timezone: session.timezone };
  if (flags.history) return run(session, historyMode(options));
  const mode = leadMode(options);
  if (!flags.yes && !flags.dryRun) await askAboutCards(session, mode);
  return run(session, mode);
}

async function sessionOf(terminal: Terminal, csv: CsvFile, flags: ImportFlags): Promise<Session> {
  const { path } = readConfig(undefined, { slack: false }).database;
  const known = existsSync(path) ? await withDeskAt(path, 'read', async (_desk, workspace) => workspace) : null;
  const timezone = timezoneOf(known);
  if (!known?.settings) terminal.say(`There are no settings yet: dates are taken as ${timezone}, and cards wait until a channel is set.`);
  return { terminal, csv, path, timezone, isKnown: known !== null, isDry: flags.dryRun === true };
}

/** Money needs no `--yes`: nothing of it is posted. */
async function importSpend(session: Session, mode: SpendMode): Promise<number> {
  const exitCode = await run(session, mode);
  if (!existsSync(session.path)) return exitCode;
  const remarks = await withDeskAt(session.path, 'read', (desk, workspace) => mode.remarks({ desk, workspaceId: workspace.id }));
  for (const remark of remarks) session.terminal.say(remark);
  return exitCode;
}

interface Session {
  readonly terminal: Terminal;
  readonly csv: CsvFile;
  /** Of the database. */
  readonly path: string;
  /** IANA zone of dates. */
  readonly timezone: string;
  /** Is there a database yet? */
  readonly isKnown: boolean;
  readonly isDry: boolean;
}

function mappingOf(csv: CsvFile, flags: ImportFlags): Mapping {
  const mapped = mapColumns(csv.headers, { pairs: flags.map ?? [], isHistory: flags.history === true });
  if ('problems' in mapped) throw new CommandProblem(mapped.problems);
  const { columns } = mapped.mapping;
  // A mended file of refused rows: our row numbers are no facts about the leads.
  const isMended = csv.headers.includes(refusalColumn);
  return { columns: columns.filter(({ header }) => !(isMended && header === rowColumn)) };
}

/** Counts new cards until there are too many to post unasked. Stores nothing. @throws CommandProblem */
async function askAboutCards({ csv, path, isKnown }: Session, mode: SoloMode<Arrival>): Promise<void> {
  const count = async (place: Place | null): Promise<void> => {
    const cards: Arrival[] = [];
    for await (const row of csv.rows) {
      const reading = mode.read(row);
      if (!('item' in reading)) continue;
      const { item } = reading;
      if (place && (await mode.expect(place, item)) !== 'created') continue;
      if (cards.every((card) => isNewcomer(card, item))) cards.push(item);
      if (cards.length > mostCards) throw new CommandProblem(tooManyCards(csv.path));
    }
  };
  if (isKnown) await withDeskAt(path, 'read', (desk, workspace) => count({ desk, workspaceId: workspace.id }));
  else await count(null);
}

function tooManyCards(path: string): string {
  return (
    `${path} would post more than ${mostCards} cards into Slack, so nothing was stored. Add --yes to post them all, ` +
    '--dry-run to see what would happen, or --history for leads of the past, which are never posted.'
  );
}

async function run<Item>(session: Session, mode: ImportMode<Item>): Promise<number> {
  const { csv, path, isDry, isKnown } = session;
  if (!isDry) {
    return withDeskAt(path, 'create', async (desk, workspace) => {
      const place: Place = { desk, workspaceId: workspace.id };
      const pace = new Pace();
      const turn: Turn = (count, write) => pace.work(count, write);
      const handle = (items: readonly Item[]) => mode.store(place, items, turn);
      return goThrough(session, mode, { handle, batchSize: () => pace.size, rejected: new RejectedFile(csv) });
    });
  }
  return withScratch((scratch) => {
    const rehearseIn = (real: Place | null) => {
      const handle = (items: readonly Item[]) => mode.foretell(real, scratch, items);
      return goThrough(session, mode, { handle, batchSize: () => 100, rejected: null });
    };
    if (!isKnown) return rehearseIn(null);
    return withDeskAt(path, 'read', (desk, workspace) => rehearseIn({ desk, workspaceId: workspace.id }));
  });
}

/** An empty database that is thrown away: a rehearsal in it needs no memory and no rules of its own. */
async function withScratch<T>(work: (scratch: Place) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'leadloop-dry-run-'));
  try {
    return await withDeskAt(join(folder, 'scratch.db'), 'create', (desk, workspace) => work({ desk, workspaceId: workspace.id }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Work<Item> {
  handle(items: readonly Item[]): Promise<readonly Fate[]>;
  batchSize(): number;
  /** `null` = refused rows are only counted. */
  readonly rejected: RejectedFile | null;
}

/** Reads the file once, a batch at a time. Resolves with the exit code. */
async function goThrough<Item>({ terminal, csv, isDry }: Session, mode: ImportMode<Item>, work: Work<Item>): Promise<number> {
  const tally: Tally = { fates: { created: 0, merged: 0, duplicate: 0 }, refused: 0, rows: 0 };
  const progress = terminal.progress();
  const begunAt = performance.now();
  const interruption = listenForInterruption();
  const refuse = async (row: CsvRow, reason: string): Promise<void> => {
    tally.refused += 1;
    await work.rejected?.add(row, reason);
    if (tally.refused > refusalsShown) return;
    progress.end();
    terminal.say(`Row ${row.row} is refused: ${reason}.`);
  };
  let batch: { readonly row: CsvRow; readonly item: Item }[] = [];
  const flush = async (): Promise<void> => {
    const rows = batch;
    batch = [];
    if (rows.length === 0) return;
    for (const [index, fate] of (await work.handle(rows.map(({ item }) => item))).entries()) {
      const row = rows[index]?.row;
      if (typeof fate === 'string') tally.fates[fate] += 1;
      else if (row) await refuse(row, fate.reason);
    }
    progress.update(csv.progress(), 1, speed(tally.rows, performance.now() - begunAt));
  };
  try {
    for await (const row of csv.rows) {
      tally.rows += 1;
      const reading = mode.read(row);
      if ('item' in reading) batch.push({ row, item: reading.item });
      else await refuse(row, reading.reason);
      if (batch.length >= work.batchSize()) await flush();
      if (interruption.exitCode() !== null) break;
    }
    await flush();
  } finally {
    interruption.end();
    progress.end();
    const isWritten = (await work.rejected?.end()) ?? false;
    await terminal.print(`${isDry ? 'Dry run, nothing was stored. It would be: ' : ''}${summary(tally, mode.mergedWord)}`);
    if (isWritten) terminal.say(`The refused rows and the reasons are in ${work.rejected?.path ?? ''}.`);
  }
  const interrupted = interruption.exitCode();
  if (interrupted !== null) {
    terminal.say('Stopped before the end. Run the same command again to go on: nothing is stored twice.');
    return interrupted;
  }
  return tally.refused > 0 ? exitCodes.failed : exitCodes.ok;
}

interface Tally {
  readonly fates: Record<RowFate, number>;
  refused: number;
  rows: number;
}

function summary({ fates, refused }: Tally, merged: string): string {
  return `${fates.created} stored, ${fates.merged} ${merged}, ${fates.duplicate} already there, ${refused} refused`;
}

function speed(rows: number, tookMs: number): string {
  const aSecond = Math.round((rows * 1000) / Math.max(tookMs, 1));
  return `${rows.toLocaleString('en-US')} rows, ${aSecond.toLocaleString('en-US')} a second`;
}

const signalExits = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const;

/** npm and the terminal both pass Ctrl-C on: a second signal right after the first is the same one. */
const sameSignalMs = 1000;

/** The first Ctrl-C ends the import between two batches; another one ends it at once. */
function listenForInterruption(): { exitCode(): number | null; end(): void } {
  let exitCode: number | null = null;
  let firstAt = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (exitCode !== null && performance.now() - firstAt > sameSignalMs) process.exit(exitCode);
    if (exitCode !== null) return;
    exitCode = signal === 'SIGTERM' ? signalExits.SIGTERM : signalExits.SIGINT;
    firstAt = performance.now();
  };
  for (const signal of Object.keys(signalExits)) process.on(signal, onSignal);
  return {
    exitCode: () => exitCode,
    end() {
      // Once interrupted the command is about to end; the twin of the signal must not cut off its last words.
      if (exitCode !== null) return;
      for (const signal of Object.keys(signalExits)) process.removeListener(signal, onSignal);
    },
  };
}
