// An error as facts for the log: its kind and where it was thrown, never its message, which may quote what a stranger sent.
import type { LogFacts } from './ports.ts';

const framesKept = 4;

export function faultFacts(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const cause = error.cause instanceof Error ? { cause: error.cause.name } : {};
  return { error: error.name, code, ...cause, at: frames.slice(0, framesKept).join(' ').trim() };
}
