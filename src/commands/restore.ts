// restore: puts a backup back in place of the database, while no bot runs on it.
import { resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { type Restored, restoreDatabase } from '../sqlite/restore.ts';
import { exitCodes } from './problem.ts';
import type { Terminal } from './terminal.ts';

export async function restoreCommand(terminal: Terminal, file: string): Promise<number> {
  const { database } = readConfig(undefined, { slack: false });
  const backup = resolve(file);
  const restored = restoreDatabase(backup, database.path);
  await terminal.print(`Restored ${database.path} from ${backup}.`);
  for (const line of remarks(restored)) await terminal.print(line);
  return exitCodes.ok;
}

function remarks({ replaced, erasedAgain, doubtful, isReplacedUnreadable }: Restored): readonly string[] {
  const lines: string[] = [];
  if (replaced !== null) lines.push(`The database that was there is kept as ${replaced}; delete it when you do not need it any more.`);
  if (erasedAgain > 0)
    lines.push(
      `${erasedAgain} ${erasedAgain === 1 ? 'lead' : 'leads'} erased since the backup ${erasedAgain === 1 ? 'was' : 'were'} erased again.`,
    );
  if (isReplacedUnreadable) {
    lines.push(
      'The database that was there could not be read, so people erased since the backup are back: run leadloop erase for each of them.',
    );
  }
  if (doubtful > 0) {
    lines.push(
      `${doubtful} ${doubtful === 1 ? 'post' : 'posts'} may stand in Slack already: the bot looks there before it sends anything again.`,
    );
  }
  return lines;
}
