// Two ways to load a server: as fast as so many callers can, or at a steady rate whatever it answers.
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

export interface Request {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface Load {
  readonly answers: number;
  readonly seconds: number;
  /** One each answer, in ms. */
  readonly latencies: readonly number[];
}

/** `callers` connections that stay open, each sending its next request when it has its answer. @throws at the first answer of another status */
export async function floodFor(url: string, seconds: number, callers: number, status: number, next: () => Request): Promise<Load> {
  const pool = new Pool(url, { connections: callers, pipelining: 1 });
  const latencies: number[] = [];
  const beganAt = performance.now();
  const until = beganAt + seconds * 1000;
  const caller = async (): Promise<void> => {
    while (performance.now() < until) latencies.push(await send(pool, next(), status));
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const tookMs = performance.now() - beganAt;
  await pool.close();
  return { answers: latencies.length, seconds: tookMs / 1000, latencies };
}

/** So many requests one after another from `callers` connections. */
export async function floodWith(url: string, count: number, callers: number, status: number, next: () => Request): Promise<void> {
  const pool = new Pool(url, { connections: callers, pipelining: 1 });
  let left = count;
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await send(pool, next(), status);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  await pool.close();
}

/** Sends at fixed instants and counts from the instant at which it should have been sent, so that a stall counts for everybody behind it. */
export async function steadily(
  url: string,
  seconds: number,
  rate: number,
  status: number,
  next: () => Request,
  isOver: () => boolean = () => false,
): Promise<Load> {
  const pool = new Pool(url, { connections: 64, pipelining: 1 });
  const latencies: number[] = [];
  const beganAt = performance.now();
  const total = Math.round(seconds * rate);
  const sent: Promise<void>[] = [];
  for (let index = 0; index < total && !isOver(); index += 1) {
    const dueAt = beganAt + (index * 1000) / rate;
    await until(dueAt);
    const request = next();
    sent.push(
      send(pool, request, status).then(() => {
        latencies.push(performance.now() - dueAt);
      }),
    );
  }
  await Promise.all(sent);
  await pool.close();
  return { answers: latencies.length, seconds: (performance.now() - beganAt) / 1000, latencies };
}

async function send(pool: Pool, request: Request, status: number): Promise<number> {
  const beganAt = performance.now();
  const answer = await pool.request({ ...request, method: 'POST' });
  const text = await answer.body.text();
  if (answer.statusCode !== status) throw new Error(`Answered ${answer.statusCode} instead of ${status}: ${text.slice(0, 500)}`);
  return performance.now() - beganAt;
}

async function until(at: number): Promise<void> {
  const waitMs = at - performance.now();
  if (waitMs > 0) await pause(waitMs);
}
