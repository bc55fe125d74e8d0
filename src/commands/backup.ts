// backup: a consistent copy of the database, also while the bot runs.
import { resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { backupDatabase } from '../sqlite/backup.ts';
import { exitCodes } from './problem.ts';
import type { Terminal } from './terminal.ts';

export async function backupCommand(terminal: Terminal, file: string): Promise<number> {
  const { database } = readConfig(undefined, { slack: false });
  const target = resolve(file);
  backupDatabase(database.path, target);
  await terminal.print(`Backed up ${database.path} to ${target}. The copy holds personal data: keep it as safe as the database.`);
  return exitCodes.ok;
}
