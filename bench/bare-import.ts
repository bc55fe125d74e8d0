// The baseline of the import: the same rows with bare statements, as fast as they go, nobody else at the database.
import { openDatabase } from '../src/sqlite/database.ts';
import { bareWriter } from './bare-rows.ts';
import { leadNumber } from './people.ts';

const rowsATransaction = 200;

const [path = '', from = '0', count = '0'] = process.argv.slice(2);
const { raw, close } = openDatabase(path, { create: false });
const write = bareWriter(raw, 'C0LEADS');
const writeSome = raw.transaction((first: number, last: number) => {
  for (let n = first; n <= last; n += 1) write(leadNumber(n), Date.now());
}).immediate;

const beganAt = performance.now();
const end = Number(from) + Number(count);
for (let first = Number(from) + 1; first <= end; first += rowsATransaction) writeSome(first, Math.min(end, first + rowsATransaction - 1));
process.stdout.write(`ready ${performance.now() - beganAt}\n`);
close();
