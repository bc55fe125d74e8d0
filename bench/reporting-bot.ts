// The bot with a door for reports: `GET /` on its second address makes the report over all leads, in the bot's process for it, and
// answers how many it found and the most memory in MB that the program ever took.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';

// As bin/leadloop.mjs does for `start`, before anything has grown.
for (const flag of ['--semi-space-growth-factor=1', '--optimize-for-size']) setFlagsFromString(flag);
const { startApp } = await import('../src/app.ts');
const { readConfig } = await import('../src/config.ts');
const { createLog } = await import('../src/log.ts');
const { openStore } = await import('../src/sqlite/open.ts');
const { createReporter } = await import('../src/sqlite/reporter.ts');

const config = readConfig(undefined, { slack: true });
if (!config.slack) throw new Error('Config without Slack');
const store = openStore(config.database.path, { create: false });
const app = await startApp({ config: { ...config, slack: config.slack }, store, log: createLog('error') });
const reporter = createReporter(config.database.path, store);

const server = createServer((_req, res) => {
  const period = { from: '1970-01-01', to: '2100-01-01' };
  reporter.report({ period, timezone: 'America/New_York', asOf: Date.now() }).then(
    ({ totals }) => res.end(`${totals.delivered} ${process.resourceUsage().maxRSS / 1024}`),
    (error: unknown) => res.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready ${app.url},http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => {
  server.close();
  void Promise.all([reporter.close(), app.stop()]).then(() => {
    store.close();
    process.exit(0);
  });
});
