// The program that is killed: the real bot on a real file, as `leadloop start` runs it, over a store under which it can die.
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { holdRunLock } from '../../src/sqlite/lock.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { deadlyStore } from './deadly-store.ts';
import { isPointName } from './points.ts';

const config = readConfig(undefined, { slack: true });
if (!config.slack) throw new Error('Config without Slack');
const { CRASH_POINT: point = '', CRASH_CALL: call = '' } = process.env;
const [, when, number] = /^(before|after) (\d+)$/.exec(call) ?? [];
const lock = holdRunLock(config.database.path);
const real = openStore(config.database.path, { create: true });
const store = deadlyStore(real, {
  point: isPointName(point) ? point : null,
  call: when === 'before' || when === 'after' ? { number: Number(number), when } : null,
});
const app = await startApp({ config: { ...config, slack: config.slack }, store, log: createLog(config.logLevel), postTimeoutMs: 2_000 });
process.once('SIGTERM', () => {
  void app.stop(5_000).then(() => {
    real.close();
    lock.release();
  });
});
process.stdout.write(`ready ${app.url}\n`);
