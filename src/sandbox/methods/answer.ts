// How a method answers: the error Slack would give, and readers for its arguments.
import type { Problem } from '../blockkit/check.ts';
import { isFields, type Fields } from '../types.ts';

/** `{ ok: false, error, … }` as the answer of a Web API call. */
export class ApiError extends Error {
  readonly error: string;
  readonly extra: object;

  constructor(error: string, extra: object = {}) {
    super(error);
    this.error = error;
    this.extra = extra;
  }
}

/** Block Kit problems in the shape in which Slack reports them. */
export function blockError(error: string, problems: readonly Problem[]): ApiError {
  const errors = problems.map((problem) => `${problem.message} [json-pointer:${problem.pointer}]`);
  return new ApiError(error, { errors, response_metadata: { messages: errors.map((line) => `[ERROR] ${line}`) } });
}

export function invalidArguments(...messages: string[]): ApiError {
  return new ApiError('invalid_arguments', { response_metadata: { messages: messages.map((line) => `[ERROR] ${line}`) } });
}

export function requiredText(args: Fields, name: string): string {
  const value = args[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalidArguments(`missing required field: ${name} [json-pointer:/${name}]`);
}

export function optionalText(args: Fields, name: string): string | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Form fields say true, 1 or True; JSON bodies say true. */
export function flag(args: Fields, name: string): boolean | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  return value === true || value === 1 || value === '1' || value === 'true' || value === 'True';
}

/** A whole number between `least` and `most`, or `fallback`; anything else is invalid_limit. */
export function limitOf(args: Fields, fallback: number, most: number): number {
  const text = optionalText(args, 'limit');
  if (text === undefined || text === '0') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new ApiError('invalid_limit');
  return value;
}

/** One page of a list and the cursor of the next; cursors are opaque to the caller. */
export function page<T>(items: readonly T[], args: Fields, limit: number): { items: T[]; cursor: string } {
  const text = optionalText(args, 'cursor');
  const start = text === undefined ? 0 : Number(/^next:(\d+)$/.exec(Buffer.from(text, 'base64').toString())?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) throw new ApiError('invalid_cursor');
  const end = start + limit;
  return { items: items.slice(start, end), cursor: end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '' };
}

/** A JSON object or array argument: already parsed, or as the text of a form field. */
export function jsonArgument(args: Fields, name: string, error: string): unknown {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new ApiError(error);
  }
}

export function jsonObject(args: Fields, name: string, error: string): Fields | undefined {
  const value = jsonArgument(args, name, error);
  if (value === undefined) return undefined;
  if (!isFields(value)) throw new ApiError(error);
  return value;
}
