// doctor: looks at everything a bot needs, and says what mends what is not right. Changes nothing.
import { existsSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { type Config, ConfigError, readConfig } from '../config.ts';
import type { Workspace } from '../ports.ts';
import { type Finding, checkSlack } from '../slack/checks.ts';
import { DatabaseError } from '../sqlite/database-error.ts';
import { whoHolds } from '../sqlite/lock.ts';
import { timezoneOf, withDeskAt } from './desk.ts';
import { exitCodes } from './problem.ts';
import type { Terminal } from './terminal.ts';

const marks = {
  ok: { sign: '✓', word: 'ok', paint: 'green' },
  warning: { sign: '!', word: 'warning', paint: 'yellow' },
  failed: { sign: '✗', word: 'failed', paint: 'red' },
} as const;

export async function doctorCommand(terminal: Terminal): Promise<number> {
  const findings: Finding[] = [];
  const tell = async (found: readonly Finding[]): Promise<void> => {
    for (const finding of found) {
      findings.push(finding);
      const { sign, word, paint } = marks[finding.state];
      await terminal.print(`${terminal.paint(paint, `${sign} ${word.padEnd(7)}`)}  ${finding.subject.padEnd(11)} ${finding.sentence}`);
      if (finding.mend !== undefined) await terminal.print(`${' '.repeat(23)}→ ${finding.mend}`);
    }
  };
  const environment = readEnvironment();
  await tell(environment.findings);
  let workspace: Workspace | null = null;
  if (environment.databasePath !== null) {
    const database = await checkDatabase(environment.databasePath);
    workspace = database.workspace;
    await tell(database.findings);
  }
  if (environment.config?.slack) {
    const { slack } = environment.config;
    await tell(await checkSlack({ slack, teamId: workspace?.teamId ?? null, settings: workspace?.settings ?? null, now: Date.now }));
  }
  const failed = findings.filter(({ state }) => state === 'failed').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  await terminal.print(summary(failed, warnings));
  return failed > 0 ? exitCodes.failed : exitCodes.ok;
}

interface Environment {
  readonly findings: readonly Finding[];
  readonly config: Config | null;
  readonly databasePath: string | null;
}

/** With a faulty environment as much is checked as can be. */
function readEnvironment(): Environment {
  const subject = 'environment';
  try {
    const config = readConfig(undefined, { slack: true });
    const sentence = `All variables are readable; ${config.slack?.mode === 'socket' ? 'Socket Mode' : 'HTTP mode'}.`;
    return { findings: [{ subject, state: 'ok', sentence }], config, databasePath: config.database.path };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const findings = error.problems.map((sentence): Finding => ({ subject, state: 'failed', sentence }));
    return { findings, config: null, databasePath: pathWithoutSlack() };
  }
}

function pathWithoutSlack(): string | null {
  try {
    return readConfig(undefined, { slack: false }).database.path;
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

interface DatabaseCheck {
  readonly findings: readonly Finding[];
  readonly workspace: Workspace | null;
}

async function checkDatabase(path: string): Promise<DatabaseCheck> {
  const subject = 'database';
  if (!existsSync(path)) {
    const mend = 'It is made by the first `leadloop start` or `leadloop settings apply`. If there should be one, check DATABASE_URL.';
    return { findings: [{ subject, state: 'failed', sentence: `There is no database at ${path} yet.`, mend }], workspace: null };
  }
  try {
    return await withDeskAt(path, 'read', async ({ store }, workspace) => {
      await store.ping();
      const { byState } = await store.outbox.counts(workspace.id);
      const findings: Finding[] = [
        { subject, state: 'ok', sentence: `${path} opens and has the schema of this version.` },
        ...(byState.dead > 0 ? [deadMessages(byState.dead)] : []),
        ...checkSettings(workspace),
        botState(path),
      ];
      return { findings, workspace };
    });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    // An older schema is brought up to date by the next start.
    const state = error.code === 'older' ? 'warning' : 'failed';
    return { findings: [{ subject, state, sentence: error.message }], workspace: null };
  }
}

function deadMessages(count: number): Finding {
  const sentence = `${count} ${count === 1 ? 'message was' : 'messages were'} given up: Slack refused the content, or lost its answer where the bot could not look.`;
  return { subject: 'database', state: 'warning', sentence, mend: 'The log of the bot says why, line by line.' };
}

function checkSettings(workspace: Workspace): readonly Finding[] {
  const timezone = timezoneOf(workspace);
  const now = Temporal.Now.zonedDateTimeISO(timezone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
  if (workspace.settings !== null) {
    return [
      { subject: 'settings', state: 'ok', sentence: `Version ${workspace.settingsVersion} is in force.` },
      { subject: 'zone', state: 'ok', sentence: `${timezone}, where it is ${now} now.` },
    ];
  }
  const sentence =
    workspace.settingsVersion > 0
      ? 'The stored settings are not readable by this version.'
      : 'There are no settings yet, so nothing is posted.';
  const mend = 'Run `leadloop settings apply FILE`, or choose the channels in the App Home in Slack.';
  return [{ subject: 'settings', state: 'failed', sentence, mend }];
}

function botState(path: string): Finding {
  const holder = whoHolds(path);
  const sentence = holder
    ? `Running: process ${holder.pid} on ${holder.host}, since ${holder.since}.`
    : 'Not running on this database at the moment.';
  return { subject: 'bot', state: 'ok', sentence };
}

function summary(failed: number, warnings: number): string {
  if (failed > 0) return `\n${failed} ${failed === 1 ? 'thing needs' : 'things need'} mending before the bot works as it should.`;
  return warnings > 0
    ? `\nThe bot can work; ${warnings} ${warnings === 1 ? 'thing deserves' : 'things deserve'} a look.`
    : '\nAll is well.';
}
