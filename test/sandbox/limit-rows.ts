// What a limit is in a test: what is just taken, what is just refused, the error, and where it points.
import { expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Json } from './samples.ts';

export interface Row {
  rule: string;
  /** Arguments of the call. */
  accepted: Json;
  refused: Json;
  error: string;
  /** The JSON pointers of the refusal; none where the error has none. */
  at?: string | readonly string[];
}

export type Answer = Json & { ok: boolean; error?: string };

/** A call over HTTP as a client without manners would make it; `token` null = none. */
export async function callApi(sandbox: Sandbox, method: string, args: Json, token: string | null = sandbox.botToken): Promise<Answer> {
  const response = await fetch(`${sandbox.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Answer;
}

/** Where the refusal points, whether its problems are sentences or objects. */
function pointersOf({ errors }: Answer): string[] {
  const all: unknown[] = Array.isArray(errors) ? errors : [];
  return all.map((one) => {
    if (typeof one === 'string') return /\[json-pointer:(.*)\]$/.exec(one)?.[1] ?? one;
    return typeof one === 'object' && one !== null && 'pointer' in one ? String(one.pointer) : '';
  });
}

type Build = (size: number) => Json;

/** Taken at `limit`, refused one beyond. */
export function most(rule: string, limit: number, build: Build, refusal: { error: string; at?: Row['at'] }): Row {
  return { rule: `${rule}: at most ${limit}`, accepted: build(limit), refused: build(limit + 1), ...refusal };
}

/** Taken at `limit`, refused one below. */
export function least(rule: string, limit: number, build: Build, refusal: { error: string; at?: Row['at'] }): Row {
  return { rule: `${rule}: at least ${limit}`, accepted: build(limit), refused: build(limit - 1), ...refusal };
}

/** A rule within the blocks of a message. */
export const inBlocks = (rule: string, accepted: Json[], refused: Json[], at: Row['at']): Row => ({
  rule,
  accepted: { blocks: accepted },
  refused: { blocks: refused },
  error: 'invalid_blocks',
  ...(at === undefined ? {} : { at }),
});

/** One block of a message by its size; `at` is the pointer below the block. */
export const upTo = (rule: string, limit: number, build: (size: number) => Json, at: string): Row =>
  most(rule, limit, (n) => ({ blocks: [build(n)] }), { error: 'invalid_blocks', at: `/blocks/0${at}` });
export const from = (rule: string, limit: number, build: (size: number) => Json, at: string): Row =>
  least(rule, limit, (n) => ({ blocks: [build(n)] }), { error: 'invalid_blocks', at: `/blocks/0${at}` });

/** Two tests of each row. */
export function bothSides(rows: readonly Row[], call: (args: Json) => Promise<Answer>): void {
  it.each(rows.map((row) => [row.rule, row] as const))('%s, taken', async (_rule, { accepted }) => {
    expect(await call(accepted)).toMatchObject({ ok: true });
  });
  it.each(rows.map((row) => [row.rule, row] as const))('%s, refused beyond', async (_rule, { refused, error, at }) => {
    const answer = await call(refused);
    expect(answer).toMatchObject({ ok: false, error });
    expect(pointersOf(answer)).toEqual([at ?? []].flat());
  });
}
