// What can be wrong with a database file, in a sentence for the person who runs the bot.

export type DatabaseTrouble = 'missing' | 'corrupt' | 'newer' | 'older' | 'locked' | 'unwritable' | 'full';

export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseTrouble;

  constructor(code: DatabaseTrouble, sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.code = code;
  }
}

/** SQLite's own word for an error, such as `SQLITE_BUSY`; `''` for other errors. */
function sqliteCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return '';
  return error.code.startsWith('SQLITE_') ? error.code : '';
}

export function isBusyError(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error));
}

export function isCorruptError(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error));
}

export function corruptDatabase(path: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    'corrupt',
    `${path} is damaged or is not a LeadLoop database. It was left as it is. Put a backup back with: leadloop restore BACKUP`,
    cause,
  );
}

/** Gives a failed statement a sentence that says what to do, where one is known; other errors stay as they are. */
export function explained(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  if (code.startsWith('SQLITE_FULL')) {
    return new DatabaseError('full', `Nothing more can be stored: the disk of ${path} is full. Free some space; nothing was lost.`, error);
  }
  if (isCorruptError(error)) return corruptDatabase(path, error);
  if (/^SQLITE_(READONLY|IOERR|CANTOPEN|PERM|AUTH)/.test(code)) {
    return new DatabaseError('unwritable', `${path} could not be read or written (${code}). Check the disk and who owns the file.`, error);
  }
  return error;
}
