// The part of the build that the compiler does not do: pages, styles and scripts that stand between the sources go to dist/ as they are.
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const from = fileURLToPath(new URL('../src', import.meta.url));
const to = fileURLToPath(new URL('../dist', import.meta.url));

cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.ts') && !path.endsWith('tsconfig.json') });
