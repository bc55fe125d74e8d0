// A Slack, a database and an environment for one bot under test; all gone at the end.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSettings } from '../src/domain/settings.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/sandbox.ts';
import { openStore } from '../src/sqlite/open.ts';
import { benchFolder } from './machine.ts';

export interface Workplace {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly databasePath: string;
  /** For `leadloop …` on it. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export const intakeToken = 'intake-token-of-the-benchmark';
export const rep = 'U0REP';
const leadsChannel = 'C0LEADS';

/** A folder on the disk of the checkout, and how to remove it. */
export async function openFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  await mkdir(benchFolder, { recursive: true });
  const path = await mkdtemp(join(benchFolder, 'bench-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export async function openWorkplace(): Promise<Workplace> {
  const folder = await openFolder();
  const databasePath = join(folder.path, 'leadloop.db');
  const sandbox = await startSandbox();
  sandbox.addUser({ id: rep, name: 'rep' });
  sandbox.addUser({ id: 'U0BOSS', name: 'boss', isAdmin: true });
  sandbox.addChannel({ id: leadsChannel, name: 'leads' });
  const parsed = parseSettings({ channels: { leads: leadsChannel }, people: { sales: [rep], marketing: [], managers: [] } });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const store = openStore(databasePath, { create: true });
  await store.applySettings((await store.workspace()).id, parsed.settings, Date.now(), 'system');
  store.close();
  return {
    sandbox,
    folder: folder.path,
    databasePath,
    env: {
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_SIGNING_SECRET: sandbox.signingSecret,
      SLACK_API_URL: sandbox.apiUrl,
      DATABASE_URL: `file:${databasePath}`,
      HOST: '127.0.0.1',
      PORT: '0',
      INTAKE_TOKEN: intakeToken,
      INTAKE_RATE: '1000000',
      INTAKE_BURST: '1000000',
      LOG_LEVEL: 'info',
    },
    async close() {
      await sandbox.stop();
      await folder.remove();
    },
  };
}
