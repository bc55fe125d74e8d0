// The files of this repository, read from the disk for the rules to look at.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Source } from './source.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NOT_OURS = new Set(['node_modules', '.git', 'dist', 'data', 'coverage', '.env']);
const PROGRAM = /\.(ts|mts|js|mjs)$/;
const TEXT =
  /(\.(ts|mts|js|mjs|json|jsonc|md|yml|yaml|sql|html|css|txt|csv|example)|(^|\/)(Dockerfile|LICENSE|run|\.[a-z]+rc|\.[a-z]+ignore|\.editorconfig))$/;

/** The programs below a folder of the repository, in the order of their paths; none when there is no such folder. */
export function programsIn(folder: string): Source[] {
  return textsIn(folder).filter(({ path }) => PROGRAM.test(path));
}

/** Every text below a folder of the repository (`.` is all of it), without what is installed, built or private. */
export function textsIn(folder: string): Source[] {
  return filesIn(join(ROOT, folder))
    .map((file) => ({ file, path: relative(ROOT, file).split(sep).join('/') }))
    .filter(({ path }) => TEXT.test(path))
    .map(({ file, path }) => ({ path, text: readFileSync(file, 'utf8') }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}
