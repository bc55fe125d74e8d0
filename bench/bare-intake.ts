// The baseline of intake: a bare node:http server that writes the same rows, one durable transaction a lead.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '../src/sqlite/database.ts';
import { bareWriter } from './bare-rows.ts';
import type { MadeUpLead } from './people.ts';

const [path = ''] = process.argv.slice(2);
const { raw } = openDatabase(path, { create: false });
const write = raw.transaction(bareWriter(raw, 'C0LEADS')).immediate;

const server = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    const id = write(JSON.parse(Buffer.concat(chunks).toString('utf8')) as MadeUpLead, Date.now());
    const body = JSON.stringify({ id, status: 'created' });
    res.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
