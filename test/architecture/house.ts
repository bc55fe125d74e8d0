// The rules of the house that a machine can keep: who may import whom, and what may stand where. Tables first, then the checker.
import { posix } from 'node:path';
import { readSource } from './source.ts';
import type { Reading, Source } from './source.ts';

export interface Fault {
  rule: Rule;
  path: string;
  line: number;
  /** One sentence for the person who has to mend it. */
  says: string;
}

export type Rule =
  | 'direction'
  | 'package'
  | 'purity'
  | 'environment'
  | 'sandbox'
  | 'name'
  | 'barrel'
  | 'first line'
  | 'length'
  | 'types'
  | 'left over'
  | 'words';

/** A file that may break a rule, and why nothing better is possible. */
export interface Exception {
  rule: Rule;
  path: string;
  because: string;
}

export const EXCEPTIONS: readonly Exception[] = [];

/** What every room but domain/ stands on: the ports, and how an error looks as facts. */
const GROUND = ['ports', 'outbox', 'ledger', 'fault', 'errors', 'message'] as const;
/** Single files that stand beside app.ts and are wired by it: the environment, the real clock, the real log. */
const WIRING = ['config', 'variables', 'clock', 'log'] as const;
const BELOW_APP = ['slack', 'http', 'worker', 'sqlite', 'sources', 'flows', 'domain'] as const;

/**
 * main → commands → (demo →) app → { slack http worker sqlite sources } → flows → domain. A room is a folder of src/, or a file that stands there alone.
 * Each room imports itself and these. Leads come in through http/ and slack/, so these two look at their sibling sources/; no other sibling is looked at.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  main: ['commands', 'app', ...WIRING, ...GROUND, ...BELOW_APP],
  commands: ['app', 'demo', ...WIRING, ...GROUND, ...BELOW_APP],
  demo: ['app', ...WIRING, ...GROUND, ...BELOW_APP, 'sandbox'],
  app: ['readiness', ...WIRING, ...GROUND, ...BELOW_APP],
  readiness: [...GROUND, ...BELOW_APP],
  config: ['variables', ...GROUND, 'domain'],
  log: ['variables', ...GROUND, 'domain'],
  variables: [],
  clock: [...GROUND, 'domain'],
  slack: [...GROUND, 'sources', 'flows', 'domain'],
  http: [...GROUND, 'sources', 'flows', 'domain'],
  worker: [...GROUND, 'flows', 'domain'],
  sqlite: [...GROUND, 'flows', 'domain'],
  sources: [...GROUND, 'flows', 'domain'],
  flows: [...GROUND, 'domain'],
  fault: ['ports'],
  ports: ['outbox', 'ledger', 'domain'],
  outbox: ['domain'],
  ledger: ['domain'],
  message: ['ports', 'domain'],
  errors: [],
  domain: [],
  sandbox: [],
};

/** Packages that one room keeps from the others, so that the others do not notice when it changes. */
const PACKAGES: readonly { pattern: RegExp; room: string }[] = [
  { pattern: /^@slack\//, room: 'slack' },
  { pattern: /^(drizzle-orm|better-sqlite3)(\/|$)/, room: 'sqlite' },
];

const DOMAIN_PACKAGES = /^(zod|temporal-polyfill)(\/|$)/;
const IMPURE =
  /^(Date\.now|Date\(.*|new Date\(\)|Math\.random|Temporal\.Now|(performance|crypto|process|console|Promise)\..+|new Promise\(.*)$/;
const IMPURE_CALL = /^(fetch|setTimeout|setInterval|setImmediate|queueMicrotask)\(/;
const EMPTY_NAMES = /^(utils?|helpers?|commons?)$/i;
const MAX_LINES = 300;

// Put together from parts, so that these files obey the rules that they keep.
const MARKS = new RegExp(
  String.raw`\b(${[
    ['TO', 'DO'],
    ['FIX', 'ME'],
    ['HA', 'CK'],
    ['X', 'XX'],
  ]
    .map((parts) => parts.join(''))
    .join('|')})\b`,
);
const DIRECTIVES = new RegExp(`@ts-(${['ignore', 'nocheck', 'expect-error'].join('|')})`);
const WORDS: readonly string[] = [['', 'work', ''].join('/'), ['..', 'shared'].join('/')];

/** Every fault in these sources of src/ and test/, in the order of the sources. Throws when a source cannot be parsed. */
export function checkHouse(sources: readonly Source[], exceptions: readonly Exception[] = EXCEPTIONS): Fault[] {
  return sources
    .map(readSource)
    .flatMap((reading) => [...everywhere(reading), ...(reading.path.startsWith('src/') ? inSource(reading) : [])])
    .filter((fault) => !exceptions.some((exception) => exception.path === fault.path && exception.rule === fault.rule));
}

/** The faults of a text that is not a program: a page of the documentation, a script, a setting. */
export function checkWords(source: Source): Fault[] {
  return source.text.split('\n').flatMap((text, index) =>
    WORDS.filter((word) => text.includes(word)).map((word): Fault => ({
      rule: 'words',
      path: source.path,
      line: index + 1,
      says: `${word} is a path of one machine, not of this repository`,
    })),
  );
}

export function describeFault(fault: Fault): string {
  return `${fault.path}:${fault.line} (${fault.rule}) ${fault.says}.`;
}

function everywhere(reading: Reading): Fault[] {
  return [
    ...checkWords(reading),
    ...matches(reading, MARKS, 'left over', 'work is finished here or written down elsewhere'),
    ...matches(reading, DIRECTIVES, 'types', 'the compiler is convinced, not silenced'),
    ...sayings(reading, (what) => what === 'any', 'types', 'any turns the checks off: say unknown and look'),
    ...sayings(reading, (what) => what === 'as unknown as', 'types', 'a cast through unknown hides a wrong type: check the value'),
    ...sayings(reading, (what) => what === 'test left out', 'left over', 'a test runs with all the others or is deleted'),
  ];
}

function inSource(reading: Reading): Fault[] {
  return [
    ...directions(reading),
    ...packages(reading),
    ...environment(reading),
    ...(roomOf(reading.path) === 'domain' ? purity(reading) : []),
    ...shape(reading),
  ];
}

function directions(reading: Reading): Fault[] {
  const room = roomOf(reading.path);
  const allowed = ROOMS[room];
  if (allowed === undefined) return [fault(reading, 1, 'direction', `the room "${room}" is not on the plan: give it its row in ROOMS`)];
  return reading.imports.flatMap(({ specifier, line }) => {
    if (specifier === '(computed)')
      return [fault(reading, line, 'direction', 'an import with a computed path cannot be checked: use a table')];
    if (!specifier.startsWith('.')) return [];
    if (!/\.(ts|js|mjs|json)$/.test(specifier)) return [fault(reading, line, 'direction', `"${specifier}" needs its file extension`)];
    const target = posix.join(posix.dirname(reading.path), specifier);
    if (!target.startsWith('src/')) return [fault(reading, line, 'direction', `"${specifier}" leaves src/, which is all that gets built`)];
    const other = roomOf(target);
    if (other === 'sandbox' && room !== 'sandbox' && room !== 'demo') {
      return [fault(reading, line, 'sandbox', 'only demo/ imports the sandbox')];
    }
    if (other === room || allowed.includes(other)) return [];
    return room === 'sandbox'
      ? [fault(reading, line, 'sandbox', `the sandbox is a product of its own and may not import ${other}`)]
      : [fault(reading, line, 'direction', `${room} may not import ${other}: imports point one way`)];
  });
}

function packages(reading: Reading): Fault[] {
  const room = roomOf(reading.path);
  return reading.imports.flatMap(({ specifier, line }) => {
    const kept = PACKAGES.find(({ pattern }) => pattern.test(specifier));
    if (kept !== undefined && kept.room !== room) return [fault(reading, line, 'package', `only ${kept.room}/ imports ${specifier}`)];
    return [];
  });
}

function purity(reading: Reading): Fault[] {
  const foreign = reading.imports
    .filter(({ specifier }) => !specifier.startsWith('.') && specifier !== '(computed)' && !DOMAIN_PACKAGES.test(specifier))
    .map(({ specifier, line }) => fault(reading, line, 'purity', `domain/ imports zod and temporal-polyfill, not ${specifier}`));
  const effects = sayings(
    reading,
    (what) => IMPURE.test(what) || IMPURE_CALL.test(what) || what.startsWith('Temporal.Now.'),
    'purity',
    'domain/ has no clock, no chance and no effects: take it as an argument',
  );
  const waits = sayings(reading, (what) => what === 'async' || what === 'await', 'purity', 'domain/ does not wait: leave that to flows/');
  return [...foreign, ...effects, ...waits];
}

function environment(reading: Reading): Fault[] {
  if (reading.path === 'src/config.ts') return [];
  const reads = (what: string): boolean => what === 'process.env' || what === 'process.*';
  const imported = reading.imports
    .filter(({ specifier }) => specifier === 'node:process' || specifier === 'process')
    .map(({ line }) => fault(reading, line, 'environment', 'use the global process: an import of it can hide a read of the environment'));
  return [...sayings(reading, reads, 'environment', 'only config.ts reads the environment: take the value as an argument'), ...imported];
}

function shape(reading: Reading): Fault[] {
  const faults: Fault[] = [];
  const names = reading.path.split('/').slice(1);
  const empty = names.map((name) => name.replace(/\..*$/, '')).find((name) => EMPTY_NAMES.test(name));
  if (empty !== undefined) faults.push(fault(reading, 1, 'name', `"${empty}" says nothing: name the file for the noun it holds`));
  if (reading.isBarrel || reading.sayings.some(({ what }) => what === 'export *')) {
    faults.push(
      fault(reading, 1, 'barrel', 'a file that only passes exports on makes every import mean everything: import from the file itself'),
    );
  }
  if (!/^\/\/ \S/.test(reading.lines[0] ?? '')) {
    faults.push(fault(reading, 1, 'first line', 'the first line is a // comment that says what the file is for'));
  }
  if (reading.lines.length > MAX_LINES) {
    faults.push(fault(reading, MAX_LINES + 1, 'length', `${reading.lines.length} lines are more than one noun: at most ${MAX_LINES}`));
  }
  return faults;
}

/** `src/domain/report/wilson.ts` stands in domain, `src/app.ts` in app. */
function roomOf(path: string): string {
  const [, first = ''] = path.split('/');
  return first.replace(/\.[a-z]+$/, '');
}

/** One fault a line, however often the line says it. */
function sayings(reading: Reading, isMeant: (what: string) => boolean, rule: Rule, says: string): Fault[] {
  const meant = reading.sayings.filter((saying) => isMeant(saying.what));
  const first = meant.filter((saying, index) => meant.findIndex((other) => other.line === saying.line) === index);
  return first.map((saying) => fault(reading, saying.line, rule, `${saying.what}: ${says}`));
}

function matches(reading: Reading, pattern: RegExp, rule: Rule, says: string): Fault[] {
  return reading.lines.flatMap((text, index) => {
    const match = pattern.exec(text);
    return match === null ? [] : [fault(reading, index + 1, rule, `${match[0]}: ${says}`)];
  });
}

function fault(reading: Reading, line: number, rule: Rule, says: string): Fault {
  return { rule, path: reading.path, line, says };
}
