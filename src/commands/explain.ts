// What went wrong, told to the person at the keyboard: plain sentences and the exit code that scripts go by.
import { ConfigError, isDebugging } from '../config.ts';
import { codeOf } from '../variables.ts';
import { CommandProblem, exitCodes } from './problem.ts';

export interface Explained {
  readonly sentences: readonly string[];
  readonly exitCode: number;
}

/**
 * Errors whose message is a sentence for people already, by name: their classes stand in many rooms, and where
 * something broke nothing more should have to be loaded.
 */
const sayWhatTheyAre: Readonly<Record<string, number>> = {
  RunLockHeld: exitCodes.locked,
  DatabaseError: exitCodes.failed,
  Busy: exitCodes.failed,
  Conflict: exitCodes.failed,
  Refusal: exitCodes.failed,
  UnreadableFile: exitCodes.failed,
  CannotListen: exitCodes.failed,
  FolderInUse: exitCodes.failed,
  FolderHeld: exitCodes.locked,
  PeriodError: exitCodes.usage,
};

const databaseExits: Readonly<Record<string, number>> = { corrupt: exitCodes.corrupt, newer: exitCodes.newerSchema };

const fileTroubles: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'this user may not use it',
  EPERM: 'this user may not use it',
  EROFS: 'it is on a file system that cannot be written',
  ENOSPC: 'the disk is full',
  EMFILE: 'too many files are open',
};

/** Turns whatever was thrown into sentences. What nobody foresaw shows its stack only with LOG_LEVEL=debug. */
export function explain(error: unknown): Explained {
  if (error instanceof CommandProblem) return error;
  if (error instanceof ConfigError) return { sentences: error.problems, exitCode: exitCodes.failed };
  if (error instanceof Error) {
    const exitCode = sayWhatTheyAre[error.name];
    if (exitCode !== undefined) return { sentences: [error.message], exitCode: databaseExits[codeOf(error)] ?? exitCode };
  }
  const file = fileTrouble(error);
  if (file !== null) return { sentences: [file], exitCode: exitCodes.failed };
  return unforeseen(error);
}

function unforeseen(error: unknown): Explained {
  const what = error instanceof Error ? error.message : String(error);
  const sentence = `Something went wrong that LeadLoop did not expect: ${oneLine(what)}`;
  if (!isDebugging()) return { sentences: [`${sentence} (LOG_LEVEL=debug shows where.)`], exitCode: exitCodes.failed };
  return { sentences: [sentence, error instanceof Error ? (error.stack ?? '') : ''], exitCode: exitCodes.failed };
}

function fileTrouble(error: unknown): string | null {
  const words = fileTroubles[codeOf(error)];
  if (words === undefined || !(error instanceof Error)) return null;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : null;
  return path === null ? null : `${path} cannot be used: ${words} (${codeOf(error)}).`;
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return /[.!?…]$/.test(line) ? line : `${line}.`;
}
