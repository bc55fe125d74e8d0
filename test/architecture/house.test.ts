// The checker itself, fed made-up sources: each rule can fail, says where, and leaves lawful code alone.
import { describe, expect, it } from 'vitest';
import { checkHouse, checkWords, describeFault } from './house.ts';
import type { Exception, Fault } from './house.ts';

const HEAD = '// what it is for';

/** The rules that a file breaks, with the lines: `direction:2`. The first line of the text is given. */
function broken(path: string, ...lines: string[]): string[] {
  return checkHouse([{ path, text: `${[HEAD, ...lines].join('\n')}\n` }]).map((fault: Fault) => `${fault.rule}:${fault.line}`);
}

describe('directions', () => {
  it.each([
    ['src/main.ts', './commands/start.ts'],
    ['src/commands/start.ts', '../app.ts'],
    ['src/commands/report.ts', '../sqlite/open.ts'],
    ['src/demo/demo.ts', '../sandbox/server.ts'],
    ['src/app.ts', './slack/app.ts'],
    ['src/app.ts', './config.ts'],
    ['src/http/intake.ts', '../sources/index.ts'],
    ['src/slack/add-lead.ts', '../sources/lead.ts'],
    ['src/commands/start.ts', '../log.ts'],
    ['src/config.ts', './variables.ts'],
    ['src/slack/listeners.ts', '../flows/leads.ts'],
    ['src/slack/blocks/card.ts', '../../domain/moves.ts'],
    ['src/slack/blocks/card.ts', '../ids.ts'],
    ['src/flows/leads.ts', '../ports.ts'],
    ['src/ports.ts', './domain/lead.ts'],
    ['src/domain/report/metrics.ts', '../lead.ts'],
    ['src/sandbox/server.ts', './blockkit/check.ts'],
  ])('%s may import %s', (path, specifier) => {
    expect(broken(path, `import { x } from '${specifier}';`)).toEqual([]);
  });

  it.each([
    ['src/domain/lead.ts', '../ports.ts'],
    ['src/domain/lead.ts', '../flows/leads.ts'],
    ['src/domain/report/metrics.ts', '../../ports.ts'],
    ['src/ports.ts', './flows/leads.ts'],
    ['src/flows/leads.ts', '../sqlite/leads.ts'],
    ['src/flows/leads.ts', '../config.ts'],
    ['src/slack/app.ts', '../http/server.ts'],
    ['src/http/server.ts', '../slack/app.ts'],
    ['src/sources/index.ts', '../http/intake.ts'],
    ['src/sources/lead.ts', '../slack/add-lead.ts'],
    ['src/flows/leads.ts', '../clock.ts'],
    ['src/http/server.ts', '../variables.ts'],
    ['src/worker/worker.ts', '../sqlite/outbox.ts'],
    ['src/sqlite/open.ts', '../app.ts'],
    ['src/app.ts', './commands/start.ts'],
    ['src/commands/start.ts', '../main.ts'],
    ['src/config.ts', './app.ts'],
  ])('%s may not import %s', (path, specifier) => {
    expect(broken(path, '', `import { x } from '${specifier}';`)).toEqual(['direction:3']);
  });

  it.each([
    ["import type { X } from '../flows/leads.ts';", 'a type'],
    ["export { x } from '../flows/leads.ts';", 'an export passed on'],
    ["const x = () => import('../flows/leads.ts');", 'a dynamic import'],
    ["type X = import('../flows/leads.ts').X;", 'the type of an import'],
    ["import '../flows/leads.ts';", 'an import for its effects'],
  ])('counts %s', (line) => {
    expect(broken('src/domain/lead.ts', 'export const own = 1;', line)).toEqual(['direction:3']);
  });

  it('does not take a string or a comment for an import', () => {
    expect(broken('src/domain/lead.ts', `export const s = "import x from '../flows/leads.ts'"; // import x from '../app.ts'`)).toEqual([]);
  });

  it('asks for a row for a new room', () => {
    expect(broken('src/cellar/wine.ts')).toEqual(['direction:1']);
  });

  it('refuses what it cannot follow: no extension, a computed path, a path out of src/', () => {
    expect(broken('src/app.ts', "import { x } from './config';")).toEqual(['direction:2']);
    expect(broken('src/main.ts', 'export const load = (name: string) => import(`./commands/${name}.ts`);')).toEqual(['direction:2']);
    expect(broken('src/app.ts', "import meta from '../package.json' with { type: 'json' };")).toEqual(['direction:2']);
  });
});

describe('packages', () => {
  it('keeps @slack/* in slack/', () => {
    expect(broken('src/slack/app.ts', "import { App } from '@slack/bolt';")).toEqual([]);
    expect(broken('src/flows/deliver.ts', "import type { KnownBlock } from '@slack/types';")).toEqual(['package:2']);
    expect(broken('src/sandbox/server.ts', "import type { View } from '@slack/web-api';")).toEqual(['package:2']);
  });

  it('keeps SQL in sqlite/', () => {
    expect(
      broken('src/sqlite/open.ts', "import { drizzle } from 'drizzle-orm/better-sqlite3';", "import Database from 'better-sqlite3';"),
    ).toEqual([]);
    expect(broken('src/worker/worker.ts', "import { eq } from 'drizzle-orm';")).toEqual(['package:2']);
    expect(broken('src/commands/backup.ts', "const { default: Database } = await import('better-sqlite3');")).toEqual(['package:2']);
  });

  it('is not misled by a similar name', () => {
    expect(broken('src/app.ts', "import x from 'drizzle-orm-extra';")).toEqual([]);
  });
});

describe('purity of domain/', () => {
  it.each([
    'export const at = () => Date.now();',
    'export const at = (now = Date.now) => now();',
    "export const at = () => globalThis.Date['now']();",
    'export const at = () => new Date();',
    'export const at = () => Date();',
    'export const n = () => Math.random();',
    'export const at = () => performance.now();',
    'export const id = () => crypto.randomUUID();',
    'export const at = () => Temporal.Now.instant();',
    'export async function later() {}',
    'export const later = async () => 1;',
    'export const v = await something;',
    'export const later = () => Promise.resolve(1);',
    'export const get = () => globalThis.fetch("x");',
    'export const get = () => setTimeout(() => 1, 5);',
    "import { readFileSync } from 'node:fs';",
    "import { uuidv7 } from 'uuidv7';",
    'console.log(1);',
  ])('refuses %s', (line) => {
    expect(broken('src/domain/lead.ts', line)).toEqual(['purity:2']);
  });

  it.each([
    'export const at = (now: number) => new Date(now);',
    'export const at = (iso: string) => Date.parse(iso) + Date.UTC(2026, 1);',
    'export const n = Math.max(1, 2);',
    "import { z } from 'zod';",
    "import { Temporal } from 'temporal-polyfill';",
    'export const later = (then: Promise<number>) => then;',
    'export const t = (start: string) => Temporal.PlainDate.from(start);',
  ])('allows %s', (line) => {
    expect(broken('src/domain/lead.ts', line)).toEqual([]);
  });

  it('does not ask it of other rooms', () => {
    expect(broken('src/worker/worker.ts', 'export const at = async (now = Date.now) => now();')).toEqual([]);
  });
});

describe('the environment', () => {
  it.each([
    'export const home = process.env.HOME;',
    "export const home = process['env']['HOME'];",
    'export const home = globalThis.process.env.HOME;',
    'export const { env } = process;',
    'export const { ...all } = process;',
    'export const f = ({ env } = process) => env;',
    "import { env } from 'node:process';",
    "import * as p from 'node:process';",
  ])('is not read by %s outside config.ts', (line) => {
    expect(broken('src/commands/start.ts', line)).toEqual(['environment:2']);
    expect(broken('src/config.ts', line)).toEqual([]);
  });

  it('leaves the rest of process alone', () => {
    expect(broken('src/commands/start.ts', 'process.exitCode = process.argv.length;', 'export const { pid } = process;')).toEqual([]);
  });
});

describe('bot and sandbox', () => {
  it('only demo/ imports the sandbox', () => {
    expect(broken('src/commands/start.ts', "import { x } from '../sandbox/server.ts';")).toEqual(['sandbox:2']);
    expect(broken('src/slack/app.ts', "import { x } from '../sandbox/server.ts';")).toEqual(['sandbox:2']);
  });

  it('the sandbox imports nothing from the bot, not even ports.ts', () => {
    expect(broken('src/sandbox/server.ts', "import type { Log } from '../ports.ts';")).toEqual(['sandbox:2']);
    expect(broken('src/sandbox/methods/chat.ts', "import { ids } from '../../slack/ids.ts';")).toEqual(['sandbox:2']);
  });
});

describe('names and shapes', () => {
  it.each([
    'src/flows/utils.ts',
    'src/flows/util.ts',
    'src/slack/helpers.ts',
    'src/domain/common.ts',
    'src/http/helpers/text.ts',
    'src/http/common.test.ts',
  ])('refuses the name %s', (path) => {
    expect(broken(path)).toEqual(['name:1']);
  });

  it('knows a barrel from a list', () => {
    expect(broken('src/sources/index.ts', "export { form } from './form.ts';", "export type { F } from './form.ts';")).toEqual([
      'barrel:1',
    ]);
    expect(broken('src/sources/index.ts', "import { form } from './form.ts';", 'export { form };')).toEqual(['barrel:1']);
    expect(broken('src/sources/form.ts', "export * from './parse.ts';", 'export const own = 1;')).toEqual(['barrel:1']);
    expect(broken('src/sources/index.ts', "import { form } from './form.ts';", 'export const SOURCES = { form };')).toEqual([]);
  });

  it('wants a comment on the first line', () => {
    const first = (text: string) => checkHouse([{ path: 'src/app.ts', text }]).map(({ rule }) => rule);
    expect(first("import { x } from './config.ts';\n")).toEqual(['first line']);
    expect(first('/** A block. */\n')).toEqual(['first line']);
    expect(first('//\n')).toEqual(['first line']);
    expect(first('')).toEqual(['first line']);
    expect(first('// The only wiring.\n')).toEqual([]);
  });

  it('counts lines: 300 are enough, 301 are not', () => {
    const lines = Array.from({ length: 299 }, () => '// line');
    expect(broken('src/app.ts', ...lines)).toEqual([]);
    expect(broken('src/app.ts', ...lines, '// one more')).toEqual(['length:301']);
    expect(broken('test/app.test.ts', ...lines, '// one more')).toEqual([]);
  });
});

describe('types', () => {
  it.each([
    'export const x: any = 1;',
    'export const x: Map<string, any[]> = new Map();',
    'export const x = y as unknown as string;',
    'export const x = (y as unknown) as string;',
    `// @ts-${'ignore'.padEnd(6)}`,
    ['// @ts', 'expect-error'].join('-'),
  ])('refuses %s in src/ and in test/', (line) => {
    expect(broken('src/app.ts', line)).toEqual(['types:2']);
    expect(broken('test/app.test.ts', line)).toEqual(['types:2']);
  });

  it('allows the word any where it is no type, and one honest cast', () => {
    expect(broken('src/app.ts', "export const any = 'any'; // any", 'export const x = y as string;')).toEqual([]);
  });
});

describe('what is left over', () => {
  const left = (...parts: string[]) => parts.join('');

  it.each([
    left('it.on', "ly('x', () => {});"),
    left('it.sk', "ip('x', () => {});"),
    left('describe.concurrent.sk', "ip('x', () => {});"),
    left('test.on', "ly.each([1])('x', () => {});"),
    left('it.to', "do('x');"),
    "it('x', { skip: true }, () => {});",
    "it('x', (ctx) => { ctx.skip(); });",
  ])('refuses %s', (line) => {
    expect(broken('test/app.test.ts', line)).toEqual(['left over:2']);
  });

  it.each(['TO|DO: later', 'FIX|ME', 'X|XX', 'HA|CK'].map((mark) => mark.replace('|', '')))('refuses the mark %s', (mark) => {
    expect(broken('src/app.ts', `// ${mark}`)).toEqual(['left over:2']);
  });

  it('lets other things be called skip and only', () => {
    expect(broken('src/app.ts', 'rows.skip(2);', 'page.only = 1;')).toEqual([]);
    expect(broken('test/app.test.ts', "it.runIf(true)('only', () => {});", "it('x', { skip: false }, () => {});")).toEqual([]);
  });
});

describe('the paths of one machine', () => {
  const path = ['', 'work', 'main', 'x'].join('/');
  const shared = ['..', 'shared', 'x'].join('/');

  it('are found in programs and in any other text, with their line', () => {
    expect(broken('test/app.test.ts', `export const x = '${path}';`)).toEqual(['words:2']);
    expect(checkWords({ path: 'docs/x.md', text: `fine\nsee ${shared}\n` }).map(({ line }) => line)).toEqual([2]);
    expect(checkWords({ path: 'docs/x.md', text: 'the work / main thing, /network/x\n' })).toEqual([]);
  });
});

describe('the checker', () => {
  it('leaves an exception alone, for its path and its rule only', () => {
    const sources = [{ path: 'src/app.ts', text: 'const x: any = process.env;\n' }];
    const exception: Exception = { path: 'src/app.ts', rule: 'types', because: 'made up' };
    expect(checkHouse(sources, [exception]).map(({ rule }) => rule)).toEqual(['environment', 'first line']);
    expect(checkHouse(sources, [{ ...exception, path: 'src/other.ts' }]).map(({ rule }) => rule)).toContain('types');
  });

  it('says what to mend', () => {
    const [fault] = checkHouse([{ path: 'src/flows/leads.ts', text: `${HEAD}\nimport { open } from '../sqlite/open.ts';\n` }]);
    expect(fault && describeFault(fault)).toBe('src/flows/leads.ts:2 (direction) flows may not import sqlite: imports point one way.');
  });

  it('does not pass a file that it cannot read', () => {
    expect(() => checkHouse([{ path: 'src/app.ts', text: 'const = ;' }])).toThrow(/^src\/app\.ts cannot be read: /);
  });
});
