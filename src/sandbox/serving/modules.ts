// The files of the page: from a checkout with their types taken off, from a build as they are. Nothing comes from outside this machine.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reply } from '../api.ts';

const PAGE = fileURLToPath(new URL('../page', import.meta.url));
/** Sources in a checkout, JavaScript where built. */
const SCRIPT = extname(fileURLToPath(import.meta.url));
const LIBRARY = libraryFolder();
const NAME = /^[a-z][\w-]*(\/[a-z][\w-]*)*\.(ts|js|css|svg)$/;

const TYPES: Readonly<Record<string, string>> = {
  '.ts': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The page itself: scripts and styles from here alone, and nothing from anywhere else. */
export async function pageShell(): Promise<Reply> {
  const nonce = randomBytes(16).toString('base64');
  const html = await readFile(join(PAGE, 'index.html'), 'utf8');
  const policy = `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': policy },
    body: html.replaceAll('{{nonce}}', nonce).replaceAll('{{ext}}', SCRIPT),
  };
}

/** A file of the page (`/page/…`) or of the library that draws it (`/lib/lit-html/…`). Undefined when there is none of that name. */
export async function pageFile(path: string): Promise<Reply | undefined> {
  const [, folder, ...rest] = path.split('/');
  if (folder === 'page') return read(PAGE, rest.join('/'));
  if (folder === 'lib' && rest[0] === 'lit-html') return read(LIBRARY, rest.slice(1).join('/'));
  return undefined;
}

async function read(folder: string, name: string): Promise<Reply | undefined> {
  if (!NAME.test(name)) return undefined;
  const extension = extname(name);
  try {
    const text = await readFile(join(folder, name), 'utf8');
    const body = extension === '.ts' ? withoutTypes(text) : text;
    return { status: 200, headers: { 'content-type': TYPES[extension] ?? 'text/plain', 'cache-control': 'no-cache' }, body };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) return undefined;
    throw error;
  }
}

/** Node warns that its own stripper may still change. That is for us to follow, not for whoever tries the demo. */
function withoutTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

function libraryFolder(): string {
  const entry = fileURLToPath(import.meta.resolve('lit-html'));
  const name = join('node_modules', 'lit-html');
  return entry.slice(0, entry.lastIndexOf(name) + name.length);
}
