// The minute tick: wakes up once a minute in UTC. What is due is decided by rows and rules, never by this timer.
import { schedule } from 'node-cron';

/** Calls every minute, one call at a time. Returns how to stop. */
export function startTick(call: () => Promise<void>): () => Promise<void> {
  const task = schedule('* * * * *', call, { timezone: 'Etc/UTC', noOverlap: true });
  return async () => {
    await task.destroy();
  };
}
