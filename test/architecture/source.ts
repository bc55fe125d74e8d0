// Reads one source file: what it imports and which notable things it says, from its syntax tree, never by searching its text.
import { parseAst } from 'vitest/node';

export interface Source {
  /** From the root of the repository, with forward slashes: `src/domain/lead.ts`. */
  path: string;
  text: string;
}

export interface Import {
  specifier: string;
  line: number;
}

/** Something the rules care about, in one spelling however it was written: `Date.now`, `new Date()`, `await`, `any`. */
export interface Saying {
  what: string;
  line: number;
}

export interface Reading {
  path: string;
  text: string;
  lines: readonly string[];
  /** Static, dynamic and type imports and re-exports. A specifier that is computed reads `(computed)`. */
  imports: readonly Import[];
  sayings: readonly Saying[];
  /** True when the file has nothing of its own and only passes on what others export. */
  isBarrel: boolean;
}

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

const RUNNERS = new Set(['describe', 'it', 'test', 'suite', 'bench']);
const CONTEXTS = new Set(['ctx', 'context', 'task', 't']);
const LEFT_OUT = new Set(['only', 'skip', 'todo']);

/** Reads a TypeScript or JavaScript source. Throws a SyntaxError that names the file when it is neither. */
export function readSource(source: Source): Reading {
  const { path, text } = source;
  const program = parse(path, text);
  const starts = lineStarts(text);
  const imports: Import[] = [];
  const sayings: Saying[] = [];
  for (const node of walk(program)) {
    const line = lineOf(starts, node.start);
    const specifier = specifierOf(node);
    if (specifier !== undefined) imports.push({ specifier, line });
    for (const what of sayingsOf(node)) sayings.push({ what, line });
  }
  return { path, text, lines: linesOf(text), imports, sayings, isBarrel: isBarrel(program) };
}

function parse(path: string, text: string): Node {
  try {
    const program: unknown = parseAst(text, { lang: /\.m?js$/.test(path) ? 'js' : 'ts' });
    if (isNode(program)) return program;
  } catch (cause) {
    throw new SyntaxError(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  throw new SyntaxError(`${path} cannot be read: the parser gave no tree.`);
}

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* walk(child);
    }
  }
}

function specifierOf(node: Node): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node.source) ?? '(computed)';
    case 'ExportNamedDeclaration':
      return literal(node.source);
    case 'CallExpression':
      return dotted(node.callee) === 'require' ? (literal(firstOf(node.arguments)) ?? '(computed)') : undefined;
    default:
      return undefined;
  }
}

function sayingsOf(node: Node): string[] {
  switch (node.type) {
    case 'MemberExpression':
      return memberSayings(dotted(node));
    case 'VariableDeclarator':
      return patternSayings(node.id, node.init);
    case 'AssignmentPattern':
    case 'AssignmentExpression':
      return patternSayings(node.left, node.right);
    case 'NewExpression':
      return [`new ${dotted(node.callee) ?? '?'}(${firstOf(node.arguments) === undefined ? '' : '…'})`];
    case 'CallExpression':
      return callSayings(node);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return node.async === true ? ['async'] : [];
    case 'AwaitExpression':
      return ['await'];
    case 'ForOfStatement':
      return node.await === true ? ['await'] : [];
    case 'TSAnyKeyword':
      return ['any'];
    case 'TSAsExpression':
      return isCastToUnknown(node.expression) ? ['as unknown as'] : [];
    case 'ExportDefaultDeclaration':
      return ['export default'];
    case 'ExportAllDeclaration':
      return ['export *'];
    default:
      return [];
  }
}

/** `globalThis.process.env.HOME` says process.env; `it.concurrent.only` is a test left out. */
function memberSayings(name: string | undefined): string[] {
  if (name === undefined) return [];
  const parts = name.split('.');
  const [root = '', ...rest] = parts[0] === 'globalThis' ? parts.slice(1) : parts;
  const last = rest.at(-1);
  if (last === undefined) return [root];
  const leavesOut = (RUNNERS.has(root) && LEFT_OUT.has(last)) || (CONTEXTS.has(root) && rest.length === 1 && last === 'skip');
  return leavesOut ? [[root, ...rest].join('.'), 'test left out'] : [[root, ...rest].join('.')];
}

/** `const { env } = process` says process.env. */
function patternSayings(pattern: unknown, value: unknown): string[] {
  const from = dotted(value)?.replace(/^globalThis\./, '');
  if (!isNode(pattern) || pattern.type !== 'ObjectPattern' || from === undefined || !Array.isArray(pattern.properties)) return [];
  return pattern.properties.filter(isNode).map((property) => `${from}.${keyOf(property) ?? '*'}`);
}

function callSayings(node: Node): string[] {
  const name = dotted(node.callee)?.replace(/^globalThis\./, '');
  if (name === undefined) return [];
  const says = [`${name}(${firstOf(node.arguments) === undefined ? '' : '…'})`];
  const options = Array.isArray(node.arguments) ? node.arguments.filter(isNode).filter((each) => each.type === 'ObjectExpression') : [];
  const isLeftOut = options.some((option) => properties(option).some((each) => LEFT_OUT.has(keyOf(each) ?? '') && isTrue(each.value)));
  if (RUNNERS.has(name.split('.')[0] ?? '') && isLeftOut) says.push('test left out');
  return says;
}

function isCastToUnknown(value: unknown): boolean {
  if (!isNode(value)) return false;
  if (value.type === 'ParenthesizedExpression') return isCastToUnknown(value.expression);
  return value.type === 'TSAsExpression' && isNode(value.typeAnnotation) && value.typeAnnotation.type === 'TSUnknownKeyword';
}

function isBarrel(program: Node): boolean {
  const body = Array.isArray(program.body) ? program.body.filter(isNode) : [];
  const passesOn = (node: Node): boolean =>
    node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && !isNode(node.declaration));
  return body.some(passesOn) && body.every((node) => passesOn(node) || node.type === 'ImportDeclaration');
}

/** The dotted name of an identifier or of a chain of members whose names are known; undefined for anything else. */
function dotted(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Identifier') return typeof value.name === 'string' ? value.name : undefined;
  if (value.type === 'ChainExpression' || value.type === 'ParenthesizedExpression') return dotted(value.expression);
  if (value.type !== 'MemberExpression') return undefined;
  const object = dotted(value.object);
  const property = value.computed === true ? literal(value.property) : dotted(value.property);
  return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}

function literal(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
}

function isTrue(value: unknown): boolean {
  return isNode(value) && value.type === 'Literal' && value.value === true;
}

function keyOf(property: Node): string | undefined {
  return dotted(property.key) ?? literal(property.key);
}

function properties(object: Node): Node[] {
  return Array.isArray(object.properties) ? object.properties.filter(isNode) : [];
}

function firstOf(values: unknown): unknown {
  return Array.isArray(values) ? values[0] : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), (match) => match.index + 1)];
}

function lineOf(starts: readonly number[], offset: number): number {
  return starts.findLastIndex((start) => start <= offset) + 1;
}
