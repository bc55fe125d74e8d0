// export: leads, events or targets to standard output, line by line, as fast as the reader takes them.
import { leadJson } from '../http/lead-json.ts';
import type { Store } from '../ports.ts';
import { csvLine } from '../sources/csv-writer.ts';
import { timezoneOf, withDesk } from './desk.ts';
import { eventCells, eventColumns, eventJson, leadCells, leadColumns } from './export-columns.ts';
import { exportTargets } from './export-targets.ts';
import { CommandProblem, exitCodes } from './problem.ts';
import { instantOf } from './report.ts';
import type { Terminal } from './terminal.ts';

interface ExportFlags {
  readonly what: string;
  readonly format: string;
  readonly since?: string;
  readonly quarter?: string;
}

/** How lines of a kind are made. `since` in epoch milliseconds. */
interface Kind {
  readonly csvHeader: readonly string[];
  lines(store: Store, workspaceId: string, format: Format, since: { since?: number }): AsyncGenerator<string>;
}
type Format = 'csv' | 'jsonl';

const kinds = {
  leads: {
    csvHeader: leadColumns,
    async *lines(store, workspaceId, format, since) {
      for await (const record of store.leads(workspaceId, since)) {
        yield format === 'csv' ? csvLine(leadCells(record)) : `${JSON.stringify(leadJson(record))}\n`;
      }
    },
  },
  events: {
    csvHeader: eventColumns,
    async *lines(store, workspaceId, format, since) {
      for await (const event of store.events(workspaceId, since)) {
        yield format === 'csv' ? csvLine(eventCells(event)) : `${JSON.stringify(eventJson(event))}\n`;
      }
    },
  },
} as const satisfies Record<string, Kind>;

/** Lines are handed over in pieces of about this many characters: a write each would cost more than the line. */
const pieceLength = 65_536;

export function exportCommand(terminal: Terminal, { what, format, since, quarter }: ExportFlags): Promise<number> {
  if (what !== 'leads' && what !== 'events' && what !== 'targets') {
    throw new CommandProblem(`“${what}” cannot be exported: say leads, events or targets.`, exitCodes.usage);
  }
  if (format !== 'csv' && format !== 'jsonl') {
    throw new CommandProblem(`“${format}” is not a format of exports: say csv or jsonl.`, exitCodes.usage);
  }
  const misplaced = what === 'targets' ? since && '--since goes with leads or events' : quarter && '--quarter goes with targets';
  if (misplaced) throw new CommandProblem(`${misplaced}; leave it out here.`, exitCodes.usage);
  if (what === 'targets') return exportTargets(terminal, format, quarter);
  return withDesk('read', async (desk, workspace) => {
    const from = since === undefined ? {} : { since: instantOf(since, '--since', timezoneOf(workspace)) };
    const kind: Kind = kinds[what];
    let piece = format === 'csv' ? csvLine(kind.csvHeader) : '';
    for await (const line of kind.lines(desk.store, workspace.id, format, from)) {
      piece += line;
      if (piece.length < pieceLength) continue;
      await terminal.write(piece);
      piece = '';
    }
    await terminal.write(piece);
    return exitCodes.ok;
  });
}
