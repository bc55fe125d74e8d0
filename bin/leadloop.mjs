#!/usr/bin/env node
// Starts LeadLoop. Plain JavaScript, and nothing imported before the check: on an older Node the database's native module would crash without a word.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `LeadLoop needs Node 22.18 or newer and this is Node ${process.versions.node}: in a checkout run it through npm or ` +
      '`npx leadloop …`, which bring the right Node; anywhere else install Node 24.\n',
  );
  process.exitCode = 1;
} else {
  if (process.argv[2] === 'start') {
    // A bot runs for months: what a busy second needed must not stay with it for good. V8 listens only before it has grown.
    const { setFlagsFromString } = await import('node:v8');
    for (const flag of ['--semi-space-growth-factor=1', '--optimize-for-size']) setFlagsFromString(flag);
  }
  const { existsSync } = await import('node:fs');
  // A checkout runs its sources as they are; the published package and the image have only dist/.
  const main = ['../src/main.ts', '../dist/main.js'].map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
  if (main === undefined) {
    process.stderr.write(
      'LeadLoop is not complete here: neither src/main.ts nor dist/main.js exists. Run `npm run build`, or install it again.\n',
    );
    process.exitCode = 1;
  } else {
    await import(main.href);
  }
}
