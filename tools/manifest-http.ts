// Prints the manifest for HTTP mode, where Slack calls the bot: npm run --silent manifest:http -- https://leads.example.com
import { readFileSync } from 'node:fs';
import { httpManifest, UsageError } from './manifest-address.ts';

try {
  const manifest = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8');
  process.stdout.write(httpManifest(manifest, process.argv[2]));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
