// `npm run bench [-- intake clicks …] [--quick] [--profile DIR] [--no-docs]`: measures, prints a table, and writes docs/performance.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchClicks } from './clicks.ts';
import { benchDeadlines } from './deadlines.ts';
import { type Effort, type Figure, quickEffort, usualEffort } from './figures.ts';
import { benchImport } from './import.ts';
import { benchIntake } from './intake.ts';
import { machineShape } from './machine.ts';
import { pageWith, table } from './page.ts';
import { benchReport } from './report.ts';
import { benchStart } from './start.ts';

const benchmarks = {
  intake: benchIntake,
  clicks: benchClicks,
  deadlines: benchDeadlines,
  import: benchImport,
  start: benchStart,
  report: benchReport,
} as const satisfies Record<string, (effort: Effort) => Promise<readonly Figure[]>>;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, profile: { type: 'string' }, 'no-docs': { type: 'boolean' } },
});
const names = Object.keys(benchmarks) as (keyof typeof benchmarks)[];
const chosen = positionals.length === 0 ? names : names.filter((name) => positionals.includes(name));
const unknown = positionals.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}; there are ${names.join(', ')}.\n`);
  process.exit(2);
}

const effort: Effort = { ...(flags.quick ? quickEffort : usualEffort), profileFolder: flags.profile ? resolve(flags.profile) : null };
if (effort.profileFolder !== null) mkdirSync(effort.profileFolder, { recursive: true });
const machine = machineShape();
process.stdout.write(`${machine}\n\n`);
const figures: Figure[] = [];
for (const name of chosen) {
  process.stdout.write(`${name} …\n`);
  const found = await benchmarks[name](effort);
  process.stdout.write(`${table(found)}\n\n`);
  figures.push(...found);
}

const isWhole = chosen.length === names.length && !flags.quick && effort.profileFolder === null && !flags['no-docs'];
if (isWhole) {
  const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
  writeFileSync(page, pageWith(existsSync(page) ? readFileSync(page, 'utf8') : '', { machine, figures }));
  process.stdout.write('Written to docs/performance.md.\n');
}
const missed = figures.filter((figure) => !figure.isMet);
if (missed.length > 0) process.stdout.write(`Missed: ${missed.map((figure) => figure.what).join('; ')}\n`);
