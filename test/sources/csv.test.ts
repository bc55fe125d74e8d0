// CSV files of every make, built here byte by byte.
import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCsv } from '../../src/sources/csv.ts';
import type { CsvOptions, CsvRow } from '../../src/sources/csv.ts';
import { csvLine } from '../../src/sources/csv-writer.ts';
import { UnreadableFile } from '../../src/sources/encoding.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function fileOf(content: string | Uint8Array): Promise<string> {
  count += 1;
  const path = join(folder, `${count}.csv`);
  await writeFile(path, content);
  return path;
}
async function read(content: string | Uint8Array, options?: CsvOptions) {
  const file = await readCsv(await fileOf(content), options);
  const rows: CsvRow[] = [];
  for await (const row of file.rows) rows.push(row);
  return { file, rows, records: rows.map((row) => row.record) };
}

const encoders = {
  'utf-8': (text: string) => Buffer.from(text),
  'utf-16le': (text: string) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text: string) => Buffer.from(text, 'utf16le').swap16(),
} as const;

describe('encodings', () => {
  const text = 'email,name,country\r\nada@engine.test,Zoë Größe,Österreich\r\nbob@engine.test,"日本 🦄",–\r\n';
  const records = [
    { email: 'ada@engine.test', name: 'Zoë Größe', country: 'Österreich' },
    { email: 'bob@engine.test', name: '日本 🦄', country: '–' },
  ];
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
    for (const mark of ['', '\ufeff']) {
      test(`${encoding} ${mark === '' ? 'without' : 'with'} byte order mark`, async () => {
        const result = await read(encoders[encoding](mark + text));
        expect(result.file).toMatchObject({ encoding, delimiter: ',', headers: ['email', 'name', 'country'] });
        expect(result.records).toEqual(records);
        expect(result.rows.every((row) => row.problem === null)).toBe(true);
      });
    }
  }

  test('Windows-1252, with its own quotes, dash and euro', async () => {
    const bytes = Buffer.from('email;name\nada@engine.test;Z\xf6e \x93Gr\xf6\xdfe\x94 \x96 5 \x80 O\x92Hara\n', 'latin1');
    const { file, records: found } = await read(bytes);
    expect(file).toMatchObject({ encoding: 'windows-1252', delimiter: ';' });
    expect(found).toEqual([{ email: 'ada@engine.test', name: 'Zöe “Größe” – 5 € O’Hara' }]);
  });

  test('Windows-1252 whose first odd byte comes late', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `a${index}@engine.test,plain name`).join('\n');
    const { file, rows: found } = await read(Buffer.from(`email,name\n${rows}\nz@engine.test,Zo\xeb\n`, 'latin1'));
    expect(file.encoding).toBe('windows-1252');
    expect(found.at(-1)?.record['name']).toBe('Zoë');
  });

  test('UTF-8 with a damaged row: that row is refused, the others are whole', async () => {
    const start = Buffer.from('email,name\nada@engine.test,Zoë Größe\nbob@engine.test,Bo');
    const { file, rows } = await read(Buffer.concat([start, Buffer.from([0xeb]), Buffer.from('b\ncy@engine.test,Çağ\n')]));
    expect(file.encoding).toBe('utf-8');
    expect(rows.map((row) => [row.row, row.record['name'], row.problem])).toEqual([
      [2, 'Zoë Größe', null],
      [3, 'Bo\ufffdb', 'has characters that were damaged when the file was saved: save it again as UTF-8'],
      [4, 'Çağ', null],
    ]);
  });

  test('a replacement character that was there before is text', async () => {
    expect((await read('email,name\nada@engine.test,A\ufffda\n')).rows[0]?.problem).toBeNull();
  });

  test('characters across the borders of chunks are whole', async () => {
    const name = '🦄é'.repeat(30_000);
    for (const shift of ['', 'x', 'xx', 'xxx']) {
      for (const encode of Object.values(encoders))
        expect((await read(encode(`\ufeffname,b\n${shift}${name},1\n`))).records[0]?.['name']).toBe(shift + name);
    }
  });
});

describe('separators', () => {
  test.each([
    [',', 'email,name,x'],
    [';', 'email;name;x'],
    ['\t', 'email\tname\tx'],
    [';', '"Company, Inc, Ltd, etc";email;name'],
    [';', '"a ""quoted"", header, with, commas";email;name'],
    [',', 'email'],
    ['\t', 'Name, first\temail\tx'],
  ])('%j in %j', async (delimiter, header) => {
    expect((await read(`${header}\n`)).file.delimiter).toBe(delimiter);
  });

  test('the line `sep=` of a spreadsheet', async () => {
    const { file, rows } = await read('\ufeffsep=;\r\nemail;name, first\r\na@engine.test;A, B\r\n');
    expect(file).toMatchObject({ delimiter: ';', headers: ['email', 'name, first'] });
    expect(rows).toEqual([
      { row: 3, record: { email: 'a@engine.test', 'name, first': 'A, B' }, raw: ['a@engine.test', 'A, B'], problem: null },
    ]);
  });
});

describe('rows as a spreadsheet numbers them', () => {
  for (const [name, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ] as const) {
    test(`${name}; quoted line breaks are within a row, empty rows count but are none`, async () => {
      const lines = ['', 'email,note', 'a@engine.test,"one', '', 'two"', '', ' , ', ',,,', 'b@engine.test,say ""hi""'];
      const { rows } = await read(lines.join(end));
      expect(rows.map((row) => [row.row, row.raw])).toEqual([
        [3, ['a@engine.test', `one${end}${end}two`]],
        [7, ['b@engine.test', 'say ""hi""']],
      ]);
    });
  }

  test('different line ends in one file', async () => {
    expect((await read('email,b\n1,2\r\n3,4\n5,6')).records).toEqual([
      { email: '1', b: '2' },
      { email: '3', b: '4' },
      { email: '5', b: '6' },
    ]);
  });

  test('a quotation mark within a cell is text', async () => {
    expect((await read('email,b\na,5" pipe\nb,"x" y\n')).records.map((record) => record['b'])).toEqual(['5" pipe', '"x" y']);
  });

  test('too many and too few cells', async () => {
    const { rows } = await read('a,b,c\n1,2,3\n1,2\n1,2,3,\n1,2,3,4\n');
    expect(rows.map((row) => [row.row, row.problem])).toEqual([
      [2, null],
      [3, 'has only 2 of 3 cells: put cells that contain a line break in quotation marks'],
      [4, null],
      [5, 'has 4 cells, but the header has 3 columns: put cells that contain the separator in quotation marks'],
    ]);
  });

  test('headers: twice, none, odd', async () => {
    const { file, records } = await read('Email, Email ,,__proto__,constructor,,\n1,2,3,4,5\n');
    expect(file.headers).toEqual(['Email', 'Email (2)', 'Column 3', 'Column 4', 'constructor']);
    expect(records).toEqual([{ Email: '1', 'Email (2)': '2', 'Column 3': '3', 'Column 4': '4', constructor: '5' }]);
  });

  test('can be read twice, or left in the middle', async () => {
    const file = await readCsv(await fileOf('a,b\n1,2\n3,4\n'));
    for (const _ of [1, 2]) for await (const row of file.rows) if (row.row === 2) break;
    const seen: number[] = [];
    for await (const { row } of file.rows) seen.push(row);
    expect(seen).toEqual([2, 3]);
    expect(file.progress()).toBe(1);
  });

  test('what our own writer guarded comes back as it was', async () => {
    const cell = fc
      .string({ unit: fc.constantFrom('=', '+', '@', "'", '"', ';', ',', '\n', '\r', '\t', ' ', 'ä', 'x') })
      .filter((text) => /x/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), async (cells) => {
        const { rows } = await read(csvLine(['one', 'two']) + cells.map(csvLine).join(''));
        expect(rows.map((row) => row.raw)).toEqual(cells);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what cannot be read is said in one sentence', () => {
  test.each([
    ['nothing', '', /is empty\.$/],
    ['white space', ' \r\n\r\n', /is empty\.$/],
    ['only separators', ',,,\n,,\n', /is empty\.$/],
    ['a byte order mark', '\ufeff', /is empty\.$/],
    ['a workbook', Buffer.from('PK\x03\x04\x14\0\x06\0\x08\0', 'latin1'), /workbook .* save it as CSV\.$/],
    ['a PDF', '%PDF-1.7 …', /PDF/],
    ['a picture', Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 37) % 256)), /is not a text file/],
    ['no header', 'Ada,ada@engine.test\nBob,bob@engine.test\n', /begins with data: its first row must hold the names of the columns\.$/],
  ])('%s', async (_, content, sentence) => {
    const reading = read(content);
    await expect(reading).rejects.toThrow(UnreadableFile);
    await expect(reading).rejects.toThrow(sentence);
  });

  test('no file, a folder, a locked file', async () => {
    await expect(readCsv(join(folder, 'none.csv'))).rejects.toThrow(/is not there: check the path\.$/);
    await expect(readCsv(folder)).rejects.toThrow(/is a folder: name a file in it\.$/);
    const locked = await fileOf('a,b\n');
    await chmod(locked, 0);
    if (process.getuid?.() !== 0) await expect(readCsv(locked)).rejects.toThrow(/may not be read: check its permissions\.$/);
  });

  test('a quotation mark that is never closed, in a small and in a large file', async () => {
    await expect(read('a,b\n1,2\n3,"4\n5,6\n')).rejects.toThrow(/a quotation mark after row 2 is never closed/);
    await expect(read(`a,b\n1,2\n3,"4\n${'5,6\n'.repeat(10_000)}`, { maxRowLength: 1000 })).rejects.toThrow(
      /a row after row 2 does not end/,
    );
  });

  test('rows before the fault are given', async () => {
    const file = await readCsv(await fileOf('a,b\n1,2\n3,"4\n'));
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { row } of file.rows) seen.push(row);
    })();
    await expect(reading).rejects.toThrow(UnreadableFile);
    expect(seen).toEqual([2]);
  });
});

test('any bytes are read or refused in a sentence', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '\0', 'é') }).map((text) => Buffer.from(text)),
      ),
      async (bytes) => {
        try {
          await read(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableFile);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('200,000 rows pass through in flat memory', { timeout: 120_000 }, async () => {
  const path = join(folder, 'large.csv');
  const out = createWriteStream(path);
  out.write('email;name;company;message;score\n');
  const block = 1000;
  for (let start = 0; start < 200_000; start += block) {
    const lines = Array.from(
      { length: block },
      (_, index) =>
        `p${start + index}@engine.test;Person ${start + index};Größe AG;"A message; with\nmore than a line ${'x'.repeat(60)}";${index}\n`,
    );
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');

  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const file = await readCsv(path);
  let rows = 0;
  let atStart = 0;
  let atEnd = 0;
  for await (const { record, row } of file.rows) {
    rows += 1;
    if (rows === 1000) {
      atStart = heap();
      // The rest of the file waits on the disk.
      expect(file.progress()).toBeLessThan(0.5);
    }
    if (rows === 199_000) atEnd = heap();
    if (rows === 200_000) expect([record['email'], row]).toEqual(['p199999@engine.test', 200_001]);
  }
  expect(rows).toBe(200_000);
  expect(atEnd - atStart).toBeLessThan(10 * 1024 * 1024);
});
