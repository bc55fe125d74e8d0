// Spreadsheets saved as CSV, row by row in flat memory, whatever their encoding and separator.
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { unguardedCell } from './csv-writer.ts';
import { UnreadableFile, inspectText, readText } from './encoding.ts';
import type { Encoding, TextFile } from './encoding.ts';
import { emailIdentity } from './identity.ts';
import { trimmed } from './wording.ts';

export type Delimiter = ',' | ';' | '\t';

export interface CsvRow {
  /** As a spreadsheet numbers it: the header is 1, empty rows count. */
  readonly row: number;
  /** Cells by header. */
  readonly record: Readonly<Record<string, string>>;
  /** All cells, also those beyond the header's columns. */
  readonly raw: readonly string[];
  /** Why this row cannot be trusted; `null` when all is well. */
  readonly problem: string | null;
}

export interface CsvFile {
  readonly path: string;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** Each different from the others: a second `Email` is `Email (2)`, one without a name `Column 3`. */
  readonly headers: readonly string[];
  /** Reads the file from its beginning each time that it is iterated. @throws UnreadableFile */
  readonly rows: AsyncIterable<CsvRow>;
  /** How much of the latest iteration is done, 0 to 1. */
  progress(): number;
}

export interface CsvOptions {
  /** In characters; a row longer than this is a quotation mark that was never closed. */
  readonly maxRowLength?: number;
}

const defaultMaxRowLength = 1_000_000;
const delimiters: readonly Delimiter[] = [',', ';', '\t'];
const lineEnds = ['\r\n', '\n', '\r'];

interface RawRow {
  readonly row: number;
  readonly cells: readonly string[];
}

interface Shape {
  readonly file: TextFile;
  readonly delimiter: Delimiter;
  /** Excel's own first line `sep=;`. */
  readonly hasSepLine: boolean;
  readonly maxRowLength: number;
}

/** Opens a CSV file: finds out encoding, separator and headers. @throws UnreadableFile with one sentence for the person */
export async function readCsv(path: string, options: CsvOptions = {}): Promise<CsvFile> {
  const file = await inspectText(path);
  const shape: Shape = { file, ...(await sniff(file)), maxRowLength: options.maxRowLength ?? defaultMaxRowLength };
  const header = await firstRow(shape);
  const headers = headersOf(header, path);
  let bytesDone = 0;
  return {
    path,
    encoding: file.encoding,
    delimiter: shape.delimiter,
    headers,
    rows: { [Symbol.asyncIterator]: () => dataRows(shape, header.row, headers, (bytes) => (bytesDone = bytes)) },
    progress: () => Math.min(bytesDone / Math.max(file.sizeBytes, 1), 1),
  };
}

async function* dataRows(
  shape: Shape,
  headerRow: number,
  headers: readonly string[],
  onBytes: (bytes: number) => void,
): AsyncGenerator<CsvRow> {
  for await (const { row, cells } of rawRows(shape, onBytes)) {
    if (row === headerRow || cells.every((cell) => trimmed(cell) === '')) continue;
    const raw = cells.map(unguardedCell);
    yield { row, record: recordOf(headers, raw), raw, problem: problemOf(cells, headers.length, shape.file) };
  }
}

function recordOf(headers: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(headers.map((header, index) => [header, cells[index] ?? '']));
}

function problemOf(cells: readonly string[], columns: number, file: TextFile): string | null {
  const spare = cells.slice(columns);
  if (spare.some((cell) => trimmed(cell) !== '')) {
    return `has ${cells.length} cells, but the header has ${columns} columns: put cells that contain the separator in quotation marks`;
  }
  if (cells.length < columns) {
    return `has only ${cells.length} of ${columns} cells: put cells that contain a line break in quotation marks`;
  }
  if (!file.isIntact && cells.some((cell) => cell.includes('\ufffd'))) {
    return 'has characters that were damaged when the file was saved: save it again as UTF-8';
  }
  return null;
}

async function* rawRows(shape: Shape, onBytes?: (bytes: number) => void): AsyncGenerator<RawRow> {
  const parser = parse({
    delimiter: shape.delimiter,
    record_delimiter: lineEnds,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: shape.maxRowLength,
    info: true,
  });
  const source = Readable.from(withoutSepLine(readText(shape.file, onBytes), shape.hasSepLine));
  // `pipe` does not hand errors on.
  source.on('error', (error) => parser.destroy(error));
  const skippedLines = shape.hasSepLine ? 1 : 0;
  let row = 0;
  try {
    for await (const item of source.pipe(parser)) {
      const { record, info } = item as { record: string[]; info: { records: number; empty_lines: number } };
      row = info.records + info.empty_lines + skippedLines;
      yield { row, cells: record };
    }
  } catch (cause) {
    // Rows of the same piece may have been parsed but not handed on; the parser knows better how far it came.
    const { records, empty_lines: empty } = parser.info;
    throw new UnreadableFile(whyStopped(shape.file.path, Math.max(row, records + empty + skippedLines), cause), { cause });
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function whyStopped(path: string, lastRow: number, cause: unknown): string {
  if (cause instanceof CsvError && cause.code === 'CSV_MAX_RECORD_SIZE') {
    return `${path}: a row after row ${lastRow} does not end. Look there for a quotation mark that is never closed.`;
  }
  if (cause instanceof CsvError && cause.code === 'CSV_QUOTE_NOT_CLOSED') {
    return `${path}: a quotation mark after row ${lastRow} is never closed. Close it and import the file again.`;
  }
  return `${path} could not be read after row ${lastRow} (${cause instanceof Error ? cause.message : String(cause)}).`;
}

async function* withoutSepLine(pieces: AsyncIterable<string>, hasSepLine: boolean): AsyncGenerator<string> {
  let isFirst = hasSepLine;
  for await (const piece of pieces) {
    const text = isFirst ? piece.replace(sepLine, '') : piece;
    isFirst = false;
    if (text !== '') yield text;
  }
}

const sepLine = /^"?sep=([,;\t])"?(\r\n|\n|\r)/i;

/** The separator is the one that stands most often in the first line that has text, quoted cells apart. */
async function sniff(file: TextFile): Promise<{ delimiter: Delimiter; hasSepLine: boolean }> {
  for await (const text of readText(file)) {
    if (text.trim() === '') continue;
    const sep = sepLine.exec(text)?.[1];
    const said = delimiters.find((delimiter) => delimiter === sep);
    if (said) return { delimiter: said, hasSepLine: true };
    const line = firstLine(text);
    const counts = delimiters.map((delimiter) => line.split(delimiter).length);
    return { delimiter: delimiters[counts.indexOf(Math.max(...counts))] ?? ',', hasSepLine: false };
  }
  throw new UnreadableFile(`${file.path} is empty.`);
}

/** Without what is quoted, so that `"Company, Inc";Email` counts one semicolon and no comma. */
function firstLine(text: string): string {
  const unquoted = text.replace(/"(?:[^"]|"")*"/g, '""').trimStart();
  return /^[^\r\n]*/.exec(unquoted)?.[0] ?? '';
}

async function firstRow(shape: Shape): Promise<RawRow> {
  for await (const row of rawRows(shape)) {
    if (row.cells.some((cell) => trimmed(cell) !== '')) return row;
  }
  throw new UnreadableFile(`${shape.file.path} is empty.`);
}

function headersOf(header: RawRow, path: string): readonly string[] {
  if (header.cells.some((cell) => emailIdentity(cell).isValid)) {
    throw new UnreadableFile(`${path} begins with data: its first row must hold the names of the columns.`);
  }
  const cells = header.cells.map((cell) => trimmed(unguardedCell(cell).replaceAll('\0', '')));
  // Rows may end in separators; columns without a name at the end are no columns.
  const columns = cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
  const taken = new Set<string>();
  return columns.map((cell, index) => {
    // A record is keyed by these: `__proto__` would not be a key of it.
    const name = cell === '' || cell === '__proto__' ? `Column ${index + 1}` : cell;
    let header = name;
    for (let count = 2; taken.has(header); count += 1) header = `${name} (${count})`;
    taken.add(header);
    return header;
  });
}
