// settings show, settings apply: the rules of the workspace as one JSON file.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type Settings, parseSettings } from '../domain/settings.ts';
import { relane } from '../flows/relane.ts';
import { withDesk } from './desk.ts';
import { CommandProblem, exitCodes } from './problem.ts';
import type { Terminal } from './terminal.ts';

/** More changed lines than this are only counted. */
const changesShown = 20;

export function showSettings(terminal: Terminal): Promise<number> {
  return withDesk('read', async (_desk, workspace) => {
    if (workspace.settings === null) {
      throw new CommandProblem(
        'There are no settings yet. Write at least { "channels": { "leads": "C…" } } into a file and run: leadloop settings apply FILE',
      );
    }
    await terminal.print(JSON.stringify(workspace.settings, null, 2));
    return exitCodes.ok;
  });
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EISDIR')
      throw new CommandProblem([`${file} is a folder. Name the settings file in it.`]);
    throw error;
  }
}

/** Puts a whole file in force; on any problem nothing changes. `-` is standard input. */
export async function applySettingsFile(terminal: Terminal, file: string): Promise<number> {
  const name = file === '-' ? 'standard input' : file;
  const settings = settingsIn(file === '-' ? await text(process.stdin) : await contentOf(file), name);
  return withDesk('create', async (desk, workspace) => {
    const changes = changesBetween(workspace.settings, settings);
    if (workspace.settings !== null && changes.length === 0) {
      await terminal.print(`Nothing changed: these settings are in force already (version ${workspace.settingsVersion}).`);
      return exitCodes.ok;
    }
    const version = await desk.store.applySettings(workspace.id, settings, desk.now(), 'system');
    const moved = await relane(desk.store, workspace.id, desk.now());
    await terminal.print(`Settings version ${version} is in force:`);
    for (const change of changes.slice(0, changesShown)) await terminal.print(`  ${change}`);
    if (changes.length > changesShown) await terminal.print(`  … and ${changes.length - changesShown} more`);
    if (moved > 0)
      await terminal.print(`${moved} ${moved === 1 ? 'message that is' : 'messages that are'} not posted yet will go to the new channels.`);
    return exitCodes.ok;
  });
}

function settingsIn(written: string, name: string): Settings {
  let json: unknown;
  try {
    json = JSON.parse(written.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CommandProblem(
      `${name} is not valid JSON, so nothing was changed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const reading = parseSettings(json);
  if ('settings' in reading) return reading.settings;
  throw new CommandProblem([
    `${name} was not applied, nothing was changed:`,
    ...reading.problems.map(({ path, message }) => `  ${path} ${message}`),
  ]);
}

/** One line for each value that is not as it was, by its path. */
function changesBetween(before: Settings | null, after: Settings): readonly string[] {
  const old = before === null ? new Map<string, string>() : leaves(before);
  const now = leaves(after);
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths.flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === is) return [];
    if (is === undefined) return [`${path}: ${was} removed`];
    return [was === undefined ? `${path}: ${is}` : `${path}: ${was} → ${is}`];
  });
}

/** Values by dotted path; a list is one value. */
function leaves(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map([[path, JSON.stringify(value)]]);
  return new Map(Object.entries(value).flatMap(([key, part]) => [...leaves(part, path === '' ? key : `${path}.${key}`)]));
}
