// What people are told of an error: sentences they can act on, a stack only when they asked for it.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { explain } from '../../src/commands/explain.ts';
import { CommandProblem } from '../../src/commands/problem.ts';
import { ConfigError } from '../../src/config.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { PeriodError } from '../../src/domain/report/week.ts';
import { CannotListen } from '../../src/http/server.ts';
import { Busy } from '../../src/errors.ts';
import { UnreadableFile } from '../../src/sources/encoding.ts';
import { DatabaseError } from '../../src/sqlite/database-error.ts';
import { RunLockHeld } from '../../src/sqlite/lock.ts';

afterEach(() => vi.unstubAllEnvs());

describe('explain', () => {
  it.each([
    [new CommandProblem(['One.', 'Two.'], 2), ['One.', 'Two.'], 2],
    [new ConfigError(['PORT is wrong.', 'HOST is wrong.']), ['PORT is wrong.', 'HOST is wrong.'], 1],
    [new Refusal('not_legal', 'This lead is already qualified.'), ['This lead is already qualified.'], 1],
    [new Busy('Locked.'), ['Locked.'], 1],
    [new UnreadableFile('x.csv is empty.'), ['x.csv is empty.'], 1],
    [new CannotListen('Port 3000 is taken.'), ['Port 3000 is taken.'], 1],
    [new PeriodError('not_a_week', 'That is not a week.'), ['That is not a week.'], 2],
    [new DatabaseError('missing', 'There is no database.'), ['There is no database.'], 1],
    [new DatabaseError('full', 'The disk is full.'), ['The disk is full.'], 1],
    [new DatabaseError('corrupt', 'It is damaged.'), ['It is damaged.'], 74],
    [new DatabaseError('newer', 'It is newer.'), ['It is newer.'], 76],
    [new RunLockHeld('/x.db', { pid: 7, host: 'here', since: '2026-11-22T10:00:00Z' }), [expect.stringContaining('process 7 on here')], 75],
    [
      Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT', path: '/x.csv' }),
      ['/x.csv cannot be used: there is no such file or folder (ENOENT).'],
      1,
    ],
  ])('tells %s as it is', (error, sentences, exitCode) => {
    expect(explain(error)).toMatchObject({ sentences, exitCode });
  });

  it('tells what nobody foresaw in one line, and with its stack when debugging', () => {
    const error = new TypeError('x is not\n  a function');
    vi.stubEnv('LOG_LEVEL', 'info');
    expect(explain(error)).toEqual({
      sentences: ['Something went wrong that LeadLoop did not expect: x is not a function. (LOG_LEVEL=debug shows where.)'],
      exitCode: 1,
    });
    vi.stubEnv('LOG_LEVEL', 'debug');
    expect(explain(error).sentences).toEqual(['Something went wrong that LeadLoop did not expect: x is not a function.', error.stack]);
    expect(explain('a string').sentences[0]).toContain('did not expect: a string.');
  });
});
