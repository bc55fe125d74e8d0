// FILE.rejected.csv: the rows that were refused, as they came, with their row number and the reason.
import { once } from 'node:events';
import { type WriteStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { refusalColumn } from '../sources/columns.ts';
import { type CsvFile, type CsvRow } from '../sources/csv.ts';
import { csvLine } from '../sources/csv-writer.ts';

/** Beside the reason; with a mended file it is left out again. */
export const rowColumn = 'row';

/** Where the refused rows of a file go. */
function rejectedPath(file: string): string {
  return `${file.replace(/\.csv$/i, '')}.rejected.csv`;
}

/** Comes into being with the first refused row. Contact data is in it: nobody else may read it. */
export class RejectedFile {
  readonly path: string;
  readonly #csv: CsvFile;
  /** Which cells are the person's own: a mended file brings our two columns along. */
  readonly #own: readonly number[];
  #stream: WriteStream | null = null;

  constructor(csv: CsvFile) {
    this.path = rejectedPath(csv.path);
    this.#csv = csv;
    const isMended = csv.headers.includes(refusalColumn);
    this.#own = csv.headers.flatMap((header, index) => (isMended && (header === refusalColumn || header === rowColumn) ? [] : [index]));
  }

  async add(row: CsvRow, reason: string): Promise<void> {
    const own = this.#own.map((index) => row.raw[index] ?? '');
    // Cells beyond the last column are why the row was refused; nothing of them is lost.
    const spare = row.raw.slice(this.#csv.headers.length);
    await this.#write(csvLine([...own, row.row, reason, ...spare]));
  }

  /** Resolves when everything is in the file. True when there is one. */
  async end(): Promise<boolean> {
    if (!this.#stream) return false;
    this.#stream.end();
    await finished(this.#stream);
    return true;
  }

  async #write(line: string): Promise<void> {
    if (!this.#stream) {
      this.#stream = createWriteStream(this.path, { mode: 0o600 });
      await once(this.#stream, 'open');
      // Spreadsheet programs know UTF-8 by this mark; a file that came without one is read by programs.
      const mark = this.#csv.encoding === 'utf-8' ? '' : '\uFEFF';
      await this.#write(mark + csvLine([...this.#own.map((index) => this.#csv.headers[index]), rowColumn, refusalColumn]));
    }
    if (!this.#stream.write(line)) await once(this.#stream, 'drain');
  }
}
