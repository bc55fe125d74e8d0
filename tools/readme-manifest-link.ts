// Writes the manifest's one-click link into README.md. Run it after every change of manifest.yml: node tools/readme-manifest-link.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { withManifestLink } from './manifest-link.ts';

const readme = new URL('../README.md', import.meta.url);
const manifest = new URL('../manifest.yml', import.meta.url);

writeFileSync(readme, withManifestLink(readFileSync(readme, 'utf8'), readFileSync(manifest, 'utf8')));
